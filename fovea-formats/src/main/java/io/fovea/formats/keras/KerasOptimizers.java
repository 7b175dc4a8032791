// SPDX-License-Identifier: Apache-2.0
package io.fovea.formats.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fovea.optim.Adadelta;
import io.fovea.optim.Adagrad;
import io.fovea.optim.Adam;
import io.fovea.optim.Adamax;
import io.fovea.optim.Clipping;
import io.fovea.optim.Nadam;
import io.fovea.optim.Optimizer;
import io.fovea.optim.RmsProp;
import io.fovea.optim.Schedule;
import io.fovea.optim.Settings;
import io.fovea.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keras' optimizers and schedules and Fovea's, in both directions; empty where one side has no
/// counterpart.
final class KerasOptimizers {
  private static final String SCHEDULES = "keras.optimizers.schedules";

  private KerasOptimizers() {}

  // ---- what optimizers remember --------------------------------------------------------------

  /// Slots in the order of Keras' files: slots of one group lie side by side for each variable,
  /// groups one after the other. The names are Keras'.
  static List<List<String>> slots(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd sgd -> sgd.momentum() == 0 ? List.of() : List.of(List.of("momentum"));
      case Adam adam ->
          adam.largest()
              ? List.of(List.of("momentum", "velocity"), List.of("velocity_hat"))
              : List.of(List.of("momentum", "velocity"));
      case RmsProp rmsProp -> {
        var groups = new ArrayList<List<String>>();
        groups.add(List.of("velocity"));
        if (rmsProp.momentum() > 0) {
          groups.add(List.of("momentum"));
        }
        if (rmsProp.centering()) {
          groups.add(List.of("average_gradient"));
        }
        yield groups;
      }
      case Adagrad _ -> List.of(List.of("accumulator"));
      case Adadelta _ -> List.of(List.of("accumulated_grad", "accumulated_delta_var"));
      case Adamax _ -> List.of(List.of("momentum", "norm"));
      case Nadam _ -> List.of(List.of("momentum", "velocity"));
      default -> List.of();
    };
  }

  /// Keras' class; empty for an optimizer of the user's own.
  static Optional<String> nameOf(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd _ -> Optional.of("SGD");
      case Adam adam -> Optional.of(adam.settings().weightDecay() > 0 ? "AdamW" : "Adam");
      case RmsProp _ -> Optional.of("RMSprop");
      case Adagrad _ -> Optional.of("Adagrad");
      case Adadelta _ -> Optional.of("Adadelta");
      case Adamax _ -> Optional.of("Adamax");
      case Nadam _ -> Optional.of("Nadam");
      default -> Optional.empty();
    };
  }

  // ---- writing -------------------------------------------------------------------------------

  static Optional<ObjectNode> write(Optimizer optimizer) {
    var name = nameOf(optimizer);
    var rate = rate(optimizer.settings());
    if (name.isEmpty() || rate.isEmpty()) {
      return Optional.empty();
    }
    var settings = optimizer.settings();
    var c = KerasJson.object().put("name", KerasJson.snake(name.get()));
    c.set("learning_rate", rate.get());
    var clipping = settings.clipping();
    limit(c, "weight_decay", settings.weightDecay());
    limit(c, "clipnorm", clipping instanceof Clipping.ByNorm(double limit) ? limit : 0);
    limit(c, "global_clipnorm", clipping instanceof Clipping.ByGlobalNorm(double l) ? l : 0);
    limit(c, "clipvalue", clipping instanceof Clipping.ByValue(double limit) ? limit : 0);
    c.put("use_ema", false).put("ema_momentum", 0.99).putNull("ema_overwrite_frequency");
    c.putNull("loss_scale_factor").putNull("gradient_accumulation_steps");
    switch (optimizer) {
      case Sgd o -> c.put("momentum", o.momentum()).put("nesterov", o.lookahead());
      case Adam o -> betas(c, o.beta1(), o.beta2(), o.epsilon()).put("amsgrad", o.largest());
      case RmsProp o ->
          c.put("rho", o.rho())
              .put("momentum", o.momentum())
              .put("epsilon", o.epsilon())
              .put("centered", o.centering());
      case Adagrad o -> c.put("initial_accumulator_value", o.start()).put("epsilon", o.epsilon());
      case Adadelta o -> c.put("rho", o.rho()).put("epsilon", o.epsilon());
      case Adamax o -> betas(c, o.beta1(), o.beta2(), o.epsilon());
      case Nadam o -> betas(c, o.beta1(), o.beta2(), o.epsilon());
      default -> {}
    }
    return Optional.of(KerasJson.object("keras.optimizers", name.get(), c));
  }

  private static ObjectNode betas(ObjectNode c, double beta1, double beta2, double epsilon) {
    return c.put("beta_1", beta1).put("beta_2", beta2).put("epsilon", epsilon);
  }

  private static void limit(ObjectNode c, String key, double limit) {
    if (limit > 0) {
      c.put(key, limit);
    } else {
      c.putNull(key);
    }
  }

  /// Legacy decay is a schedule in Keras 3.
  private static Optional<JsonNode> rate(Settings settings) {
    if (settings.decay() > 0) {
      return settings.learningRate() instanceof Schedule.Constant(double rate)
          ? schedule(new Schedule.InverseTimeDecay(rate, 1, settings.decay(), false))
          : Optional.empty();
    }
    return schedule(settings.learningRate());
  }

  private static Optional<JsonNode> schedule(Schedule schedule) {
    var c = KerasJson.object();
    String name;
    switch (schedule) {
      case Schedule.Constant(double rate) -> {
        return Optional.ofNullable(c.put("rate", rate).get("rate"));
      }
      case Schedule.ExponentialDecay(double initial, long steps, double rate, boolean stairs) -> {
        name = "ExponentialDecay";
        c.put("initial_learning_rate", initial).put("decay_steps", steps);
        c.put("decay_rate", rate).put("staircase", stairs);
      }
      case Schedule.InverseTimeDecay(double initial, long steps, double rate, boolean stairs) -> {
        name = "InverseTimeDecay";
        c.put("initial_learning_rate", initial).put("decay_steps", steps);
        c.put("decay_rate", rate).put("staircase", stairs);
      }
      case Schedule.PolynomialDecay(
              double initial,
              long steps,
              double end,
              double power,
              boolean again) -> {
        name = "PolynomialDecay";
        c.put("initial_learning_rate", initial).put("decay_steps", steps);
        c.put("end_learning_rate", end).put("power", power).put("cycle", again);
      }
      case Schedule.PiecewiseConstant(List<Long> boundaries, List<Double> rates) -> {
        name = "PiecewiseConstantDecay";
        var at = c.putArray("boundaries");
        boundaries.forEach(at::add);
        var values = c.putArray("values");
        rates.forEach(values::add);
      }
      case Schedule.CosineDecay(
              double initial,
              long steps,
              double alpha,
              double peak,
              long warmup) -> {
        name = "CosineDecay";
        c.put("initial_learning_rate", initial).put("decay_steps", steps).put("alpha", alpha);
        if (warmup > 0 || peak != initial) {
          c.put("warmup_target", peak);
        } else {
          c.putNull("warmup_target");
        }
        c.put("warmup_steps", warmup);
      }
      case Schedule.CosineDecayRestarts(
              double initial,
              long first,
              double length,
              double height,
              double alpha) -> {
        name = "CosineDecayRestarts";
        c.put("initial_learning_rate", initial).put("first_decay_steps", first);
        c.put("t_mul", length).put("m_mul", height).put("alpha", alpha);
      }
      default -> {
        return Optional.empty();
      }
    }
    c.put("name", name);
    return Optional.of(KerasJson.object(SCHEDULES, name, c));
  }

  // ---- reading -------------------------------------------------------------------------------

  static Optional<Optimizer> read(String where, JsonNode node) {
    var object = KerasConfig.inner(where, node);
    var c = object.config();
    if (c.bool("use_ema", false)) {
      KerasTraining.sayAnew(
          where + ".use_ema", "an optimizer without moving average", c.get("use_ema"));
      return Optional.empty();
    }
    if (c.has("gradient_accumulation_steps")) {
      KerasTraining.sayAnew(
          where + ".gradient_accumulation_steps",
          "an update after each step",
          c.get("gradient_accumulation_steps"));
      return Optional.empty();
    }
    var rate = rate(c);
    if (rate.isEmpty()) {
      KerasTraining.sayAnew(
          where + ".learning_rate",
          "a schedule that Fovea has",
          c.get("learning_rate").path("class_name"));
      return Optional.empty();
    }
    var read = optimizer(object.name(), c, settings(object.name(), c, rate.get()));
    if (read.isEmpty() || KerasOptions.isForeign(node)) {
      KerasTraining.sayAnew(
          where + ".optimizer", "an optimizer that Fovea has", TextNode.valueOf(object.name()));
      return Optional.empty();
    }
    return KerasTraining.isWhole(c) ? read : Optional.empty();
  }

  private static Settings settings(String name, KerasConfig c, Schedule rate) {
    Clipping clipping = new Clipping.None();
    if (c.has("clipnorm")) {
      clipping = new Clipping.ByNorm(c.number("clipnorm", 0));
    } else if (c.has("global_clipnorm")) {
      clipping = new Clipping.ByGlobalNorm(c.number("global_clipnorm", 0));
    } else if (c.has("clipvalue")) {
      clipping = new Clipping.ByValue(c.number("clipvalue", 0));
    }
    double decay = c.number("weight_decay", name.equalsIgnoreCase("AdamW") ? 0.004 : 0);
    return new Settings(rate, c.number("decay", 0), decay, clipping);
  }

  private static Optional<Optimizer> optimizer(String name, KerasConfig c, Settings s) {
    double epsilon = c.number("epsilon", 1e-7);
    double beta1 = c.number("beta_1", 0.9);
    double beta2 = c.number("beta_2", 0.999);
    return switch (KerasJson.snake(name)) {
      case "sgd" -> Optional.of(new Sgd(s, c.number("momentum", 0), c.bool("nesterov", false)));
      case "adam", "adamw", "adam_w" ->
          Optional.of(new Adam(s, beta1, beta2, epsilon, c.bool("amsgrad", false)));
      case "rmsprop", "rm_sprop" ->
          Optional.of(
              new RmsProp(
                  s,
                  c.number("rho", 0.9),
                  c.number("momentum", 0),
                  epsilon,
                  c.bool("centered", false)));
      case "adagrad" ->
          Optional.of(new Adagrad(s, c.number("initial_accumulator_value", 0.1), epsilon));
      case "adadelta" -> Optional.of(new Adadelta(s, c.number("rho", 0.95), epsilon));
      case "adamax" -> Optional.of(new Adamax(s, beta1, beta2, epsilon));
      case "nadam" -> Optional.of(new Nadam(s, beta1, beta2, epsilon));
      default -> Optional.empty();
    };
  }

  private static Optional<Schedule> rate(KerasConfig c) {
    String key = c.has("lr") ? "lr" : "learning_rate"; // of the oldest files
    var node = c.get(key);
    if (!node.isObject()) {
      return Optional.of(new Schedule.Constant(c.number(key, 1e-3)));
    }
    var object = KerasConfig.inner(c.where() + "." + key, node);
    return schedule(object.name(), object.config())
        .filter(_ -> !KerasOptions.isForeign(node) && KerasTraining.isWhole(object.config()));
  }

  private static Optional<Schedule> schedule(String name, KerasConfig s) {
    double initial = s.number("initial_learning_rate", 0);
    long steps = (long) s.number("decay_steps", 1);
    return switch (name) {
      case "ExponentialDecay" ->
          Optional.of(
              new Schedule.ExponentialDecay(
                  initial, steps, s.number("decay_rate", 1), s.bool("staircase", false)));
      case "InverseTimeDecay" ->
          Optional.of(
              new Schedule.InverseTimeDecay(
                  initial, steps, s.number("decay_rate", 1), s.bool("staircase", false)));
      case "PolynomialDecay" ->
          Optional.of(
              new Schedule.PolynomialDecay(
                  initial,
                  steps,
                  s.number("end_learning_rate", 1e-4),
                  s.number("power", 1),
                  s.bool("cycle", false)));
      case "PiecewiseConstantDecay" ->
          Optional.of(
              new Schedule.PiecewiseConstant(
                  s.items("boundaries").stream().map(JsonNode::longValue).toList(),
                  s.items("values").stream().map(JsonNode::doubleValue).toList()));
      case "CosineDecay" ->
          Optional.of(
              new Schedule.CosineDecay(
                  initial,
                  steps,
                  s.number("alpha", 0),
                  s.number("warmup_target", initial),
                  (long) s.number("warmup_steps", 0)));
      case "CosineDecayRestarts" ->
          Optional.of(
              new Schedule.CosineDecayRestarts(
                  initial,
                  (long) s.number("first_decay_steps", 1),
                  s.number("t_mul", 2),
                  s.number("m_mul", 1),
                  s.number("alpha", 0)));
      default -> Optional.empty();
    };
  }
}
