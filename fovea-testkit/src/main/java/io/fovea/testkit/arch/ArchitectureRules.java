// SPDX-License-Identifier: Apache-2.0
package io.fovea.testkit.arch;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import io.fovea.Internal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;

/// The architecture of Fovea as rules over compiled classes.
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> architecture() {
///   return ArchitectureRules.tests(100);
/// }
/// ```
///
/// A rule about a package that does not exist yet holds; a class path with fewer classes than the
/// caller promised does not.
public final class ArchitectureRules {
  private static final String ROOT = "io.fovea.";

  private static final Set<String> GENERIC =
      Set.of(
          "java.lang.Throwable",
          "java.lang.Exception",
          "java.lang.RuntimeException",
          "java.lang.Error");

  private ArchitectureRules() {}

  /// One test per rule, over all main classes of Fovea on the class path.
  ///
  /// @param atLeast how many classes there must be, so that no rule holds because nothing was read
  public static Stream<DynamicTest> tests(int atLeast) {
    JavaClasses found = mainClasses();
    var enough =
        DynamicTest.dynamicTest(
            "at least " + atLeast + " classes are checked",
            () -> {
              if (found.size() < atLeast) {
                throw new AssertionError(
                    "expected at least " + atLeast + " classes of io.fovea, got " + found.size());
              }
            });
    return Stream.concat(
        Stream.of(enough),
        all().stream()
            .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(found))));
  }

  /// All main classes of Fovea on the class path, those in jars included, tests left out.
  public static JavaClasses mainClasses() {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("/test-classes/"))
        .importPackages("io.fovea");
  }

  /// Every rule.
  public static List<ArchRule> all() {
    var rules = new ArrayList<ArchRule>(arrows());
    rules.add(noCycles());
    rules.add(nobodyKnowsTheFront());
    rules.add(nativeCallsInOneDnnOnly());
    rules.add(noStandardOutput());
    rules.add(noGenericExceptions());
    rules.add(nullMarkedPackages());
    rules.add(closedPublicTypes());
    rules.add(promisesNeedPromisesOnly());
    rules.add(promisesComeFromPromisesOnly());
    rules.add(noGettersOrSetters());
    return List.copyOf(rules);
  }

  /// Arrows between packages point one way: each line names what a package must not know.
  public static List<ArchRule> arrows() {
    return List.of(
        unknown(
            "tensor", "image", "augment", "data", "graph", "nn", "loss", "metric", "optim",
            "engine", "train", "zoo", "explain"),
        unknown(
            "turbojpeg",
            "tensor",
            "image",
            "augment",
            "data",
            "graph",
            "nn",
            "engine",
            "train",
            "zoo",
            "explain"),
        unknown(
            "system", "tensor", "image", "augment", "data", "graph", "nn", "engine", "train", "zoo",
            "explain"),
        unknown("image", "augment", "data", "graph", "nn", "engine", "train", "zoo", "explain"),
        unknown("augment", "data", "graph", "nn", "engine", "train", "zoo", "explain"),
        unknown("data", "augment.keras", "graph", "nn", "engine", "train", "zoo", "explain"),
        unknown(
            "graph", "image", "augment", "data", "nn", "loss", "metric", "optim", "engine", "train",
            "zoo", "explain"),
        unknown(
            "nn", "image", "augment", "data", "loss", "metric", "optim", "engine", "train", "zoo",
            "explain"),
        unknown("loss", "data", "engine", "train", "zoo", "explain"),
        unknown("metric", "data", "train", "zoo", "explain"),
        unknown("optim", "data", "train", "zoo", "explain"),
        unknown(
            "engine", "image", "augment", "data", "nn", "loss", "metric", "optim", "train", "zoo",
            "explain"),
        unknown("ops", "image", "augment", "data", "train", "zoo", "explain"),
        unknown("train", "augment.keras", "ops", "zoo", "explain"),
        unknown("zoo", "augment.keras", "engine", "ops"),
        apart("record", "keras", "hdf5", "torch", "safetensors", "onnx"),
        apart("keras", "record", "torch", "safetensors", "onnx"),
        apart("hdf5", "record", "keras", "torch", "safetensors", "onnx"),
        apart("torch", "record", "keras", "hdf5", "onnx"),
        apart("safetensors", "record", "keras", "hdf5", "torch", "onnx"),
        apart("onnx", "record", "keras", "hdf5", "torch", "safetensors"));
  }

  /// `Fovea` is for those who begin; the library imports what it uses.
  public static ArchRule nobodyKnowsTheFront() {
    return noClasses()
        .that()
        .resideOutsideOfPackages("io.fovea", ROOT + "examples..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.fovea.Fovea")
        .allowEmptyShould(true)
        .as("no package below knows the class Fovea");
  }

  /// No two packages know each other, directly or in a circle.
  public static ArchRule noCycles() {
    return slices()
        .matching(ROOT + "(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .as("packages are free of cycles");
  }

  /// Only the oneDNN module calls native code, and the rooms for the system's libjpeg-turbo and for
  /// its threads.
  public static ArchRule nativeCallsInOneDnnOnly() {
    var linking =
        DescribedPredicate.describe(
            "Linker, FunctionDescriptor or SymbolLookup",
            (JavaClass c) ->
                Stream.of("Linker", "FunctionDescriptor", "SymbolLookup")
                    .map("java.lang.foreign."::concat)
                    .anyMatch(n -> c.getName().equals(n) || c.getName().startsWith(n + "$")));
    return noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "onednn..", ROOT + "turbojpeg", ROOT + "system")
        .should()
        .dependOnClassesThat(linking)
        .allowEmptyShould(true)
        .as("only io.fovea.onednn, io.fovea.turbojpeg and io.fovea.system call native code");
  }

  /// Libraries do not print; the command line and the examples do, and `fit` shows its progress.
  public static ArchRule noStandardOutput() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "app..", ROOT + "examples..")
        .and()
        .doNotHaveSimpleName("DefaultProgress")
        .should()
        .accessField(System.class, "out")
        .allowEmptyShould(true)
        .as("nobody outside app and examples uses System.out");
  }

  /// Whoever throws says what went wrong by the type.
  public static ArchRule noGenericExceptions() {
    var creation =
        DescribedPredicate.describe(
            "create Throwable, Exception, RuntimeException or Error",
            (JavaAccess<?> access) ->
                access.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                    && GENERIC.contains(access.getTargetOwner().getName())
                    && !callsItsOwnSuperConstructor(access));
    return noClasses()
        .should()
        .accessTargetWhere(creation)
        .allowEmptyShould(true)
        .as("nobody creates a Throwable, Exception, RuntimeException or Error as such");
  }

  private static boolean callsItsOwnSuperConstructor(JavaAccess<?> access) {
    return access.getOrigin() instanceof JavaConstructor
        && access.getOriginOwner().getRawSuperclass().stream()
            .anyMatch(parent -> parent.equals(access.getTargetOwner()));
  }

  /// Null is the exception everywhere.
  public static ArchRule nullMarkedPackages() {
    return classes()
        .should(
            condition(
                "be in a package whose package-info is @NullMarked",
                c -> c.getPackage().isAnnotatedWith(NullMarked.class)))
        .allowEmptyShould(true)
        .as("every package is @NullMarked (package-info.java)");
  }

  /// Nothing public is made for inheritance, except interfaces and exceptions; a class of nothing but
  /// words (static methods) may have those of another, so that one import brings both.
  public static ArchRule closedPublicTypes() {
    return classes()
        .that()
        .arePublic()
        .should(
            condition(
                "be a record, enum, interface, annotation, exception, final or words only",
                c ->
                    c.isRecord()
                        || c.isEnum()
                        || c.isInterface()
                        || c.isAssignableTo(Throwable.class)
                        || c.getModifiers().contains(JavaModifier.FINAL)
                        || holdsWordsOnly(c)
                        || c.getSimpleName().equals("package-info")))
        .allowEmptyShould(true)
        .as("public types are records, enums, interfaces, annotations, exceptions, final or words");
  }

  private static boolean holdsWordsOnly(JavaClass c) {
    return c.getMembers().stream()
        .allMatch(member ->
            member instanceof JavaConstructor
                ? !member.getModifiers().contains(JavaModifier.PUBLIC)
                : member.getModifiers().contains(JavaModifier.STATIC));
  }

  /// Whoever uses what is promised meets nothing that is not: neither a type marked [Internal] nor one
  /// that he cannot name.
  public static ArchRule promisesNeedPromisesOnly() {
    return codeUnits()
        .that(
            DescribedPredicate.describe(
                "are promised",
                (JavaCodeUnit c) ->
                    isPromised(c.getOwner())
                        && c.getModifiers().contains(JavaModifier.PUBLIC)
                        && !c.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should(
            condition(
                "take and give only what is promised",
                c ->
                    Stream.concat(Stream.of(c.getReturnType()), c.getParameterTypes().stream())
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .filter(type -> type.getName().startsWith(ROOT))
                        .allMatch(ArchitectureRules::isPromised)))
        .allowEmptyShould(true)
        .as("what is promised takes and gives only what is promised (no @Internal)");
  }

  /// What is promised is no kind of something that is not.
  public static ArchRule promisesComeFromPromisesOnly() {
    return classes()
        .that(DescribedPredicate.describe("are promised", ArchitectureRules::isPromised))
        .should(
            condition(
                "extend and implement only what is promised",
                c ->
                    Stream.concat(c.getRawSuperclass().stream(), c.getRawInterfaces().stream())
                        .filter(parent -> parent.getName().startsWith(ROOT))
                        .allMatch(ArchitectureRules::isPromised)))
        .allowEmptyShould(true)
        .as("what is promised extends and implements only what is promised (no @Internal)");
  }

  private static boolean isPromised(JavaClass c) {
    return c.getModifiers().contains(JavaModifier.PUBLIC)
        && !c.isAnnotatedWith(Internal.class)
        && !c.getPackage().isAnnotatedWith(Internal.class)
        && c.getEnclosingClass().map(ArchitectureRules::isPromised).orElse(true);
  }

  /// Properties bear their own names; `get` takes indices. What another library's type declares may
  /// be implemented under its name.
  public static ArchRule noGettersOrSetters() {
    return methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .should(
            condition(
                "not be named get... or set...",
                m ->
                    !m.getName().matches("[gs]et([A-Z0-9_].*)?")
                        || isIndexed(m)
                        || m.getModifiers().contains(JavaModifier.SYNTHETIC)
                        || isDeclaredElsewhere(m)))
        .allowEmptyShould(true)
        .as("no public method is named get... or set..., except get(int...)");
  }

  private static boolean isIndexed(JavaMethod method) {
    List<JavaClass> parameters = method.getRawParameterTypes();
    return method.getName().equals("get")
        && !parameters.isEmpty()
        && parameters.stream().allMatch(p -> Set.of("int", "[I").contains(p.getName()));
  }

  private static boolean isDeclaredElsewhere(JavaMethod method) {
    JavaClass owner = method.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(parent -> !parent.getName().startsWith(ROOT))
        .flatMap(parent -> parent.getMethods().stream())
        .anyMatch(
            m -> m.getName().equals(method.getName()) && parameters(m).equals(parameters(method)));
  }

  private static List<String> parameters(JavaMethod method) {
    return method.getRawParameterTypes().stream().map(JavaClass::getName).toList();
  }

  private static ArchRule unknown(String from, String... to) {
    String[] packages = Stream.of(to).map(name -> ROOT + name + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + from + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true)
        .as(from + " does not know " + String.join(", ", to));
  }

  /// A file format does not know the others.
  private static ArchRule apart(String format, String... others) {
    return unknown(
        "formats." + format, Stream.of(others).map("formats."::concat).toArray(String[]::new));
  }

  private static <T extends HasDescription> ArchCondition<T> condition(
      String description, Predicate<T> holds) {
    return new ArchCondition<>(description) {
      @Override
      public void check(T item, ConditionEvents events) {
        if (!holds.test(item)) {
          events.add(violated(item, item.getDescription() + " should " + description));
        }
      }
    };
  }
}
