// SPDX-License-Identifier: Apache-2.0
package io.fovea.app;

import io.fovea.engine.Engine;
import io.fovea.engine.Engines;
import io.fovea.zoo.Pretrained;
import io.fovea.zoo.Zoo;
import java.util.Collection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Checks of options; what is wrong with them is wrong usage, not a failure.
final class Wishes {
  /// Where the names of all networks are.
  static final String ZOO = "'fovea zoo' lists all.";

  private Wishes() {}

  static void positive(CommandSpec spec, String option, int value) {
    check(spec, value >= 1, option, "a whole number of at least 1", value);
  }

  static void notNegative(CommandSpec spec, String option, int value) {
    check(spec, value >= 0, option, "a whole number of at least 0", value);
  }

  static void positive(CommandSpec spec, String option, double value) {
    check(spec, value > 0 && value < Double.POSITIVE_INFINITY, option, "a number above 0", value);
  }

  /// @param name of an engine, or empty for the best one
  static void engine(CommandSpec spec, String name) {
    var names = Engines.all().stream().map(Engine::name).toList();
    check(spec, name.isEmpty() || names.contains(name), "--engine", "one of " + names, name);
  }

  static void zooModel(CommandSpec spec, String name) {
    if (!Zoo.names().contains(name)) {
      throw unknown(spec, "--model", "a network of the zoo", name, Zoo.names(), ZOO);
    }
  }

  /// Throws unless weights learned from ImageNet are published for a network of the zoo.
  static void pretrained(CommandSpec spec, String model) {
    var names = Pretrained.all().stream().map(Pretrained::model).toList();
    if (!names.contains(model)) {
      throw unknown(
          spec,
          "--weights",
          "a file, as nobody published weights from imagenet for this network",
          model,
          names,
          "'fovea zoo' marks those with weights.");
    }
  }

  /// A value that is none of the names: wrong usage, with the names it is like.
  ///
  /// @param list says where all names are, as a sentence
  static ParameterException unknown(
      CommandSpec spec,
      String option,
      String expected,
      String got,
      Collection<String> names,
      String list) {
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for option '"
            + option
            + "': "
            + Problems.unknown(expected, got, names, list));
  }

  /// Throws if an option was given although nothing would come of it.
  ///
  /// @param reason why not, as `none together with --json`
  static void noneOf(CommandSpec spec, String reason, String... options) {
    var given = spec.commandLine().getParseResult();
    for (var name : options) {
      if (given.hasMatchedOption(name)) {
        var option = given.matchedOption(name);
        boolean flag = option.arity().max() == 0;
        check(
            spec,
            false,
            name,
            reason,
            flag ? "it" : String.join(" ", option.originalStringValues()));
      }
    }
  }

  /// Throws unless `holds`: expected this, got that.
  static void check(CommandSpec spec, boolean holds, String option, String expected, Object got) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '" + option + "': expected " + expected + ", got " + got);
    }
  }
}
