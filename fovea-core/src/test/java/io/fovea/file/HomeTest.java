// SPDX-License-Identifier: Apache-2.0
package io.fovea.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.error.DataException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {
  @Test
  void isWhatTheSystemSays() {
    var home = Path.of("").toAbsolutePath();
    assertThat(Home.folder(home.toString(), "X")).isEqualTo(home);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?", "caches"})
  void whoHasNoneIsToldWhatToName(String home) {
    assertThatThrownBy(() -> Home.folder(home, "FOVEA_CACHE"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cache: expected a home folder, got none for this user.\n"
                + "  Fix: name a place with FOVEA_CACHE.");
  }
}
