package tocsin.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tocsin.rules.condition.ReportConditions;
import tocsin.v1.Category;
import tocsin.v1.ChannelKind;
import tocsin.v1.Grade;
import tocsin.v1.NotifyReason;
import tocsin.v1.Urgency;
import tocsin.v1.WarningLevel;
import tocsin.yaml.InvalidFileException;
import tocsin.yaml.Problem;
import tocsin.yaml.Problems;
import tocsin.yaml.YamlNode;

/// Reads the rules of a pack from its files.
public final class PackReader {
    /// Board messages and answers to answers have words of their own.
    private static final Set<NotifyReason> WITHOUT_TEMPLATE = Set.of(NotifyReason.UNKNOWN, NotifyReason.PUBLIC,
            NotifyReason.ANSWER);

    private static final List<String> LANGUAGES = List.of("zh", "en");
    /// Reasons that packs of before 0.3.0 have no words for: [MessageDefaults] has them.
    private static final Set<NotifyReason> WITH_DEFAULT = Set.of(NotifyReason.CORRECTED, NotifyReason.NEW_HARM);

    private final PackFiles files;
    private final int bytes;
    private final Problems problems = new Problems();

    private final boolean kept;

    private PackReader(PackFiles files, boolean kept) {
        this.files = files.rules();
        this.bytes = files.sizeBytes();
        this.kept = kept;
    }

    /// The pack in these files. Throws [InvalidFileException] with every problem in any of them.
    public static Pack read(PackFiles files) {
        return new PackReader(files, false).read();
    }

    /// The pack in these files as an earlier release took it: words that only later releases ask for may be missing, and
    /// what they would say is not said. Throws [InvalidFileException] like [#read].
    public static Pack readKept(PackFiles files) {
        return new PackReader(files, true).read();
    }

    private Pack read() {
        if (!kept) {
            travels();
        }
        YamlNode pack = document("pack.yaml").onlyKeys("pack", "include", "zone", "issuer", "types", "speed",
                "language");
        int speed = Math.max(1, pack.optional("speed").integer(1));
        ZoneId zone = pack.required("zone").as("a time zone such as Asia/Shanghai", ZoneId.of("UTC"), ZoneId::of);
        Map<String, EventType> types = byName(pack.required("types"), this::type);
        YamlNode escalation = document("escalation.yaml").onlyKeys("policies", "by-grade", "ungraded", "verification",
                "sensitive-as", "monitoring", "media", "closing");
        Map<String, Audience> audiences = byName(
                document("routes.yaml").onlyKeys("audiences").required("audiences"), PackReader::audience);
        Map<String, EscalationPolicy> policies = byName(escalation.required("policies"),
                node -> policy(node, audiences).faster(speed));
        Map<Grade, String> byGrade = new EnumMap<>(Grade.class);
        for (Grade grade : List.of(Grade.I, Grade.II, Grade.III, Grade.IV)) {
            byGrade.put(grade, policyName(escalation.required("by-grade").required(grade.name()), policies));
        }
        YamlNode grades = document("grading.yaml");
        Map<String, Words> facts = GradingReader.facts(grades);
        ReportConditions conditions = new ReportConditions(facts.keySet());
        RuleParts parts = new RuleParts(types, conditions);
        WarningsReader.Warnings warnings = new WarningsReader(types).read(document("warnings.yaml"));
        Pack read = new Pack(pack.required("pack").text(), files.hash(), zone, RuleParts.words(pack.required("issuer")),
                types,
                new TimelinessReader(parts).read(document("timeliness.yaml")),
                new AccuracyReader(parts).read(document("accuracy.yaml")),
                new GradingReader(parts, zone).read(grades, facts), policies, byGrade,
                policyName(escalation.required("ungraded"), policies),
                policyName(escalation.required("verification"), policies),
                escalation.optional("sensitive-as").symbol(Grade.class),
                policyName(escalation.required("monitoring"), policies),
                policyName(escalation.required("media"), policies), audiences, templates(), answers(),
                files.has("boards.yaml")
                        ? new BoardBookReader(audiences, types).read(document("boards.yaml"))
                        : BoardBook.NONE,
                conditions, warnings.rules(), warnings.quakes(), warnings.unusual(), warnings.areal(),
                media(types),
                files.has("correlation.yaml")
                        ? new CorrelationReader(types).read(document("correlation.yaml"))
                        : Correlation.PLAIN,
                ClosingRules.read(escalation.optional("closing")), language(pack.optional("language")));
        problems.refuseIfAny();
        return read;
    }

    private static String language(YamlNode node) {
        String language = node.textOr("zh");
        if (!LANGUAGES.contains(language)) {
            node.problem("\"" + language + "\" is not one of " + LANGUAGES);
        }
        return language;
    }

    /// What a pack that is taken anew must keep, and one taken earlier may break.
    private void travels() {
        if (bytes > PackFiles.LIMIT_BYTES) {
            problems.add(new Problem("pack.yaml", 1, 1, "belongs to a pack of " + bytes + " bytes; "
                    + PackFiles.LIMIT_BYTES + " are the most that travel in one record"));
            problems.refuseIfAny();
        }
        files.files().forEach((path, text) -> {
            if (path.endsWith(".yaml")) {
                Problems unread = new Problems();
                YamlNode document = YamlNode.parse(path, text, unread);
                if (unread.all().isEmpty()) {
                    document.identitiesOnce();
                    unread.all().forEach(problems::add);
                }
            }
        });
    }

    private YamlNode document(String name) {
        return kept ? files.documentKept(name, problems) : files.document(name, problems);
    }

    private static <T> Map<String, T> byName(YamlNode mapping, Function<YamlNode, T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        mapping.mapping().forEach((name, node) -> read.put(name, reader.apply(node)));
        return java.util.Collections.unmodifiableMap(read);
    }

    private EventType type(YamlNode node) {
        node.onlyKeys("category", "zh", "en");
        String code = node.path().substring(node.path().indexOf('.') + 1);
        return new EventType(code, node.required("category").symbol(Category.class).orElse(Category.UNKNOWN),
                new Words(node.required("zh").text(), node.required("en").text()));
    }

    private EscalationPolicy policy(YamlNode node, Map<String, Audience> audiences) {
        node.onlyKeys("basis", "system", "urgency", "channels", "acknowledge-within", "levels", "repeat-every",
                "repeats", "expires-after");
        String name = node.path().substring(node.path().lastIndexOf('.') + 1);
        List<List<String>> levels = node.required("levels").items().stream()
                .map(level -> level.items().stream().map(audience -> RuleParts.known(audience, audiences.keySet()))
                        .toList())
                .toList();
        if (levels.isEmpty()) {
            node.problem("needs at least one level: a policy that tells nobody is silence");
        }
        List<ChannelKind> channels = node.required("channels").items().stream()
                .flatMap(channel -> channel.symbol(ChannelKind.class).stream()).toList();
        return new EscalationPolicy(RuleParts.provenance(node, name),
                node.required("urgency").symbol(Urgency.class).orElse(Urgency.ROUTINE), channels,
                node.optional("acknowledge-within").duration(Duration.ZERO), levels,
                node.optional("repeat-every").duration(Duration.ZERO), node.optional("repeats").integer(0),
                node.required("expires-after").duration(Duration.ofHours(1)));
    }

    private static String policyName(YamlNode node, Map<String, EscalationPolicy> policies) {
        return node.isPresent() ? RuleParts.known(node, policies.keySet()) : "";
    }

    private static Audience audience(YamlNode node) {
        node.onlyKeys("roster", "role");
        if (node.optional("roster").isPresent()) {
            return new Audience.OnDuty(node.required("roster").text());
        }
        return new Audience.Role(node.required("role").text());
    }

    private Map<String, String> answers() {
        Map<String, String> answers = new LinkedHashMap<>();
        for (String language : List.of("zh", "en")) {
            YamlNode document = document("templates/" + language + ".yaml");
            if (kept && !document.optional("ANSWER").isPresent()) {
                continue;
            }
            YamlNode node = document.required("ANSWER");
            for (AnswerWords words : AnswerWords.values()) {
                if (words.isRequired() || node.optional(words.name()).isPresent()) {
                    answers.put(words + "." + language, node.required(words.name()).text().strip());
                }
            }
        }
        return java.util.Collections.unmodifiableMap(answers);
    }

    private Map<String, Template> templates() {
        Map<String, Template> templates = new LinkedHashMap<>();
        for (String language : List.of("zh", "en")) {
            YamlNode document = document("templates/" + language + ".yaml");
            YamlNode rumour = document.optional(Pack.RUMOUR);
            if (rumour.isPresent()) {
                templates.put(Pack.RUMOUR + "." + language, template(rumour));
            }
            for (NotifyReason reason : NotifyReason.values()) {
                boolean present = document.optional(reason.name()).isPresent();
                if (!present && WITH_DEFAULT.contains(reason)) {
                    templates.put(reason + "." + language, MessageDefaults.of(reason, language));
                    continue;
                }
                boolean asked = !kept || present;
                if (asked && !WITHOUT_TEMPLATE.contains(reason)) {
                    templates.put(reason + "." + language, template(document.required(reason.name())));
                }
            }
        }
        return java.util.Collections.unmodifiableMap(templates);
    }

    private static Template template(YamlNode node) {
        node.onlyKeys("sms", "subject", "email");
        return new Template(node.required("sms").text().strip(), node.required("subject").text().strip(),
                node.required("email").text());
    }

    private List<MediaRule> media(Map<String, EventType> types) {
        return document("media.yaml").onlyKeys("rules").required("rules").items().stream().map(rule -> {
            rule.onlyKeys("id", "basis", "system", "type", "words", "posts", "window");
            return new MediaRule(RuleParts.provenance(rule), category(rule, types),
                    RuleParts.known(rule.required("type"), types.keySet()),
                    rule.required("words").items().stream().map(word -> word.text().toLowerCase(java.util.Locale.ROOT))
                            .toList(),
                    rule.required("posts").integer(1), rule.required("window").duration(Duration.ofMinutes(10)));
        }).toList();
    }

    private static Category category(YamlNode rule, Map<String, EventType> types) {
        EventType type = types.get(rule.optional("type").textOr(""));
        return type == null ? Category.UNKNOWN : type.category();
    }
}
