// SPDX-License-Identifier: Apache-2.0
package io.fovea.train;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Training under way, as callbacks see it.
///
/// Mutable; [#stop] may be called from any thread, everything else on the training thread.
public final class Run {
  private final Model model;
  private final Fit fit;
  private final int examples;
  private final SortedMap<String, Double> notes = new TreeMap<>();
  private final LossWatch losses;
  private volatile boolean stopped;

  Run(Model model, Fit fit, int examples) {
    this.model = model;
    this.fit = fit;
    this.examples = examples;
    this.losses = new LossWatch(this);
  }

  /// The model in training.
  public Model model() {
    return model;
  }

  /// How it is trained.
  public Fit fit() {
    return fit;
  }

  /// Examples in the training data.
  public int examples() {
    return examples;
  }

  /// Steps per epoch.
  public int steps() {
    return Math.ceilDiv(examples, fit.batch());
  }

  /// The learning rate of the next step.
  public double learningRate() {
    return model.optimizer().rateAt(model.iterations());
  }

  /// The optimizer's learning rate before legacy decay: what [#changeLearningRate] sets.
  double undecayedRate() {
    return model.optimizer().learningRate().at(model.iterations());
  }

  /// Sets the learning rate from the next step on.
  public void changeLearningRate(double rate) {
    model.changeLearningRate(rate);
  }

  /// Adds a number of one's own to the logs of the current epoch, e.g. the learning rate.
  public void note(String name, double value) {
    notes.put(name, value);
  }

  /// Ends training after the current step. An epoch that is cut short by that is not validated and
  /// has no end; [Fit#resuming] goes on in it.
  public void stop() {
    stopped = true;
  }

  /// Whether somebody asked to stop.
  public boolean stopped() {
    return stopped;
  }

  LossWatch losses() {
    return losses;
  }

  SortedMap<String, Double> notes() {
    return notes;
  }

  Map<String, Double> takeNotes() {
    var taken = Map.copyOf(notes);
    notes.clear();
    return taken;
  }
}
