package org.responsestck.conformance.requirement;

/** How near a requirement is to what every server of the profile has. */
public enum Tier {
    SEED,
    CORE,
    EXTENDED,
    OPTIONAL
}
