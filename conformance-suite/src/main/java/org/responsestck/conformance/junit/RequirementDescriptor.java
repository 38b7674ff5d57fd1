package org.responsestck.conformance.junit;

import java.util.Objects;
import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.responsestck.conformance.requirement.Requirement;

/** The test of one requirement; tagged with level, profile and capability. */
final class RequirementDescriptor extends AbstractTestDescriptor {
    private final Requirement requirement;
    private final Set<TestTag> tags;

    RequirementDescriptor(UniqueId parent, Requirement requirement, String profile) {
        super(parent.append("requirement", requirement.id()), requirement.id() + " " + requirement.title());
        this.requirement = requirement;
        this.tags = Set.of(
                TestTag.create(
                        Objects.requireNonNull(requirement.level().get(profile)).name()),
                TestTag.create(profile),
                TestTag.create(requirement.capability()));
    }

    Requirement requirement() {
        return requirement;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }
}
