package tocsin.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import tocsin.yaml.YamlNode;

/// How sure independent sources together make it that an event happened (信息核实).
///
/// A source with the weight w leaves the doubt 1 - w; independent sources multiply doubts. What speaks against it, such
/// as an agency that takes its report back, lessens what the others leave in the same way.
///
/// @param provenance where it comes from
/// @param agencyLeast what an agency weighs whose reports were never borne out, from 0 to 1
/// @param agencyMost what one weighs whose reports always were
/// @param unproven what a report weighs that is not believed yet
/// @param sensor what sensors weigh that measure one thing
/// @param media what a burst of public posts weighs
/// @param probable from where it is probable
/// @param confirmed from where it is confirmed, without anybody's word
/// @param retraction words by which a correction or a final report takes an event back, lower case
public record Credence(Provenance provenance, double agencyLeast, double agencyMost, double unproven, double sensor,
        double media, double probable, double confirmed, List<String> retraction) {

    /// What holds where a pack says nothing: one agency makes it probable, two confirm it.
    public static final Credence PLAIN = new Credence(new Provenance("CONFIDENCE", "工作要点第七条：信息核实", "信息综合研判"),
            0.5, 0.84, 0.25, 0.45, 0.3, 0.5, 0.85,
            List.of("误报", "不实", "虚惊", "谣言", "false alarm", "unfounded", "did not happen"));

    public Credence {
        retraction = List.copyOf(retraction);
    }

    /// What an agency weighs.
    ///
    /// @param trust how far its reports were borne out, 0 to 100
    public double agency(int trust) {
        return agencyLeast + (agencyMost - agencyLeast) * trust / 100;
    }

    /// Whether these words take an event back.
    public boolean takesBack(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return retraction.stream().anyMatch(lower::contains);
    }

    static Credence read(YamlNode node) {
        if (!node.isPresent()) {
            return PLAIN;
        }
        node.onlyKeys("basis", "system", "agency", "unproven", "sensor", "media", "probable", "confirmed",
                "retraction");
        YamlNode agency = node.optional("agency");
        if (agency.isPresent()) {
            agency.onlyKeys("least", "most");
        }
        Credence read = new Credence(RuleParts.provenance(node, "CONFIDENCE"),
                share(agency.optional("least"), PLAIN.agencyLeast), share(agency.optional("most"), PLAIN.agencyMost),
                share(node.optional("unproven"), PLAIN.unproven), share(node.optional("sensor"), PLAIN.sensor),
                share(node.optional("media"), PLAIN.media), share(node.optional("probable"), PLAIN.probable),
                share(node.optional("confirmed"), PLAIN.confirmed),
                node.optional("retraction").isPresent()
                        ? node.optional("retraction").items().stream().map(word -> word.text().toLowerCase(Locale.ROOT))
                                .toList()
                        : PLAIN.retraction);
        if (read.agencyLeast > read.agencyMost) {
            agency.problem("least must not be above most");
        }
        if (read.probable > read.confirmed) {
            node.problem("probable must not be above confirmed");
        }
        return read;
    }

    private static double share(YamlNode node, double otherwise) {
        double share = node.isPresent() ? node.decimal(BigDecimal.valueOf(otherwise)).doubleValue() : otherwise;
        if (share < 0 || share > 1) {
            node.problem("must be from 0 to 1");
        }
        return share;
    }
}
