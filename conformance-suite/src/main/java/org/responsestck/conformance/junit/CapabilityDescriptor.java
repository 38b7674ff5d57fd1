package org.responsestck.conformance.junit;

import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** The container of one capability. */
final class CapabilityDescriptor extends AbstractTestDescriptor {
    CapabilityDescriptor(UniqueId parent, String capability) {
        super(parent.append("capability", capability), capability);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }
}
