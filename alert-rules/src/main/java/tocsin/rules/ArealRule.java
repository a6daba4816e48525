package tocsin.rules;

import tocsin.v1.WarningLevel;

/// When many stations together are graver than each alone.
///
/// @param provenance where it comes from
/// @param rule the warning rule whose levels are counted
/// @param least the least level a station must stand at
/// @param stations how many stations of one area must stand at it
/// @param over what they are counted over
/// @param level the level the area then has
public record ArealRule(Provenance provenance, String rule, WarningLevel least, int stations, Over over,
        WarningLevel level) {
    /// What stations are counted over.
    public enum Over {
        /// The stations of one county or district.
        COUNTY,
        /// All stations of the desk.
        DESK
    }
}
