package tocsin.rules;

/// Where a rule comes from.
///
/// @param id the rule's name, unique in its pack
/// @param basis the law or standard it comes from
/// @param system which of the seven systems (七个体系) it serves
/// @param shadow whether it only shadows: it decides and is counted, and nothing is told, awaited aloud or scored by it
public record Provenance(String id, String basis, String system, boolean shadow) {
    /// The source of a rule in service.
    public Provenance(String id, String basis, String system) {
        this(id, basis, system, false);
    }
}
