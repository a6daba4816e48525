package tocsin.rules;

/// Where a rule comes from.
///
/// @param id the rule's name, unique in its pack
/// @param basis the law or standard it comes from
/// @param system which of the seven systems (七个体系) it serves
public record Provenance(String id, String basis, String system) {}
