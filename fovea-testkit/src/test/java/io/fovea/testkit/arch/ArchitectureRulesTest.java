// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.fovea.Internal;
import java.lang.foreign.Linker;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule sees what it forbids and lets pass what it allows.
public final class ArchitectureRulesTest {
  record Case(ArchRule rule, Class<?> good, Class<?> bad) {
    @Override
    public String toString() {
      return rule.getDescription();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(ArchitectureRules.nativeCallsInOneDnnOnly(), Good.class, Native.class),
        new Case(ArchitectureRules.noStandardOutput(), Good.class, Printing.class),
        new Case(ArchitectureRules.noGenericExceptions(), OwnException.class, Throwing.class),
        new Case(ArchitectureRules.noGenericExceptions(), Good.class, Supplying.class),
        new Case(ArchitectureRules.closedPublicTypes(), Good.class, Open.class),
        new Case(ArchitectureRules.closedPublicTypes(), OwnException.class, Open.class),
        new Case(ArchitectureRules.closedPublicTypes(), Words.class, Open.class),
        new Case(ArchitectureRules.promisesNeedPromisesOnly(), Good.class, Leaking.class),
        new Case(ArchitectureRules.promisesNeedPromisesOnly(), Hidden.class, Leaking.class),
        new Case(ArchitectureRules.promisesComeFromPromisesOnly(), Good.class, Descendant.class),
        new Case(ArchitectureRules.noGettersOrSetters(), Good.class, Getting.class),
        new Case(ArchitectureRules.noGettersOrSetters(), Good.class, Setting.class));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void ruleTellsGoodFromBad(Case c) {
    assertThat(violations(c.rule(), c.good())).isFalse();
    assertThat(violations(c.rule(), c.bad())).isTrue();
  }

  @Test
  void testsFailWhenTooFewClassesAreFound() {
    var enough = ArchitectureRules.tests(Integer.MAX_VALUE).findFirst().orElseThrow();
    assertThat(catchThrowable(() -> enough.getExecutable().execute()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("expected at least");
  }

  private static boolean violations(ArchRule rule, Class<?> type) {
    return rule.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
  }

  public static class Words {
    Words() {}

    public static String word() {
      return "";
    }
  }

  public static final class Good implements Supplier<String> {
    @Override
    public String get() {
      throw new IllegalStateException("good");
    }

    public int get(int row, int column) {
      return row + column;
    }

    public int getaway() {
      return settle(1);
    }

    private static int settle(int x) {
      return x;
    }
  }

  public static class OwnException extends RuntimeException {
    OwnException() {
      super("own");
    }
  }

  static final class Native {
    static final Linker LINKER = Linker.nativeLinker();
  }

  static final class Printing {
    static void print() {
      System.out.println();
    }
  }

  static final class Throwing {
    static void fail() {
      throw new RuntimeException("bad");
    }
  }

  static final class Supplying {
    static final Supplier<Exception> FAIL = Exception::new;
  }

  public static class Open {}

  @Internal
  public static final class Hidden {
    public Hidden again() {
      return this;
    }
  }

  interface Unnamed {}

  public static final class Descendant implements Unnamed {}

  public static final class Leaking {
    public List<Hidden> all() {
      return List.of();
    }
  }

  public static final class Getting {
    public int getWidth() {
      return 1;
    }
  }

  public static final class Setting {
    public void set(int index) {
      throw new IllegalArgumentException("set " + index);
    }
  }
}
