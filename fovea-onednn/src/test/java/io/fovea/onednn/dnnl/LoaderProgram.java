// SPDX-License-Identifier: Apache-2.0
package io.fovea.onednn.dnnl;

/// A program that loads the library and prints the outcome, to be started as another process.
final class LoaderProgram {
  private LoaderProgram() {}

  public static void main(String[] args) {
    Availability availability = Natives.availability();
    System.out.println(availability.available() ? availability.path() : availability.reason());
    if (availability.available()) {
      try (DnnlScope scope = DnnlScope.open("program")) {
        System.out.println(DnnlStream.create(scope));
      }
    }
  }
}
