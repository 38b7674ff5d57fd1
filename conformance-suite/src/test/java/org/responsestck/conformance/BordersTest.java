package org.responsestck.conformance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The borders of the house. */
@AnalyzeClasses(packages = "org.responsestck", importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {
    private static final String SUITE = "org.responsestck.conformance";

    @ArchTest
    static final ArchRule theMockKnowsNothingOfTheSuite = noClasses()
            .that()
            .resideInAPackage("org.responsestck.mock..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.responsestck.conformance..", "org.responsestck.report..");

    @ArchTest
    static final ArchRule theSuiteKnowsTheMockInThreePlaces = noClasses()
            .that()
            .resideInAPackage("org.responsestck.conformance..")
            .and()
            .resideOutsideOfPackages(SUITE + ".target..", SUITE + ".selftest..", SUITE + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.responsestck.mock..");

    @ArchTest
    static final ArchRule reportsNeverSeeACheckOrAScenario = noClasses()
            .that()
            .resideInAPackage("org.responsestck.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.responsestck.conformance..", "org.responsestck.mock..");

    @ArchTest
    static final ArchRule onlyOnePackageTouchesJUnit = noClasses()
            .that()
            .resideInAPackage("org.responsestck.conformance..")
            .and()
            .resideOutsideOfPackage(SUITE + ".junit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.opentest4j..", "io.qameta..");

    @ArchTest
    static final ArchRule onlyTheCommandLineTouchesTheTerminal = noClasses()
            .that()
            .resideInAPackage("org.responsestck..")
            .and()
            .resideOutsideOfPackage(SUITE + ".cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule checksArePure = noClasses()
            .that()
            .resideInAPackage(SUITE + ".check..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    SUITE + ".run..",
                    SUITE + ".target..",
                    SUITE + ".scenario..",
                    "java.net.http..",
                    "java.util.concurrent.locks..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule scenariosTouchNothingButTalk = noClasses()
            .that()
            .resideInAPackage(SUITE + ".scenario..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    SUITE + ".check..",
                    SUITE + ".run..",
                    SUITE + ".requirement..",
                    SUITE + ".target..",
                    "java.net.http..");

    @ArchTest
    static final ArchRule dialectsAreFactsAndStandOnNothing = noClasses()
            .that()
            .resideInAPackage(SUITE + ".dialect..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are of the house and of another package",
                    type -> type.getPackageName().startsWith("org.responsestck")
                            && !type.getPackageName().startsWith(SUITE + ".dialect")));

    @ArchTest
    static final ArchRule onlyOnePackageTouchesWireMockOrJetty = noClasses()
            .that()
            .resideInAPackage("org.responsestck..")
            .and()
            .resideOutsideOfPackage("org.responsestck.mock.wiremock..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.tomakehurst..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule packagesOfTheSuiteHaveNoCycles =
            SlicesRuleDefinition.slices().matching(SUITE + ".(*)..").should().beFreeOfCycles();
}
