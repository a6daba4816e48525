package tocsin.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tocsin.model.Decision;
import tocsin.model.Fault;
import tocsin.model.IncidentName;
import tocsin.model.InstructionLevel;
import tocsin.model.Kept;
import tocsin.model.Use;
import tocsin.v1.Action;
import tocsin.v1.Command;
import tocsin.v1.Refusal;
import tocsin.v1.RejectReason;
import tocsin.yaml.Nearest;

/// What an order itself shows to be wrong: the API refuses it at once, and the desk refuses what came another way, both
/// by these checks and with the same words.
///
/// Nothing here depends on what is known of incidents, reports, messages or rules: that is for the desk alone to judge.
public final class OrderForm {
    /// The actions about findings and reports, which need no incident.
    public static final Set<Action> ABOUT_PAPERS = Set.of(Action.DECIDE, Action.APPEAL, Action.USE);

    /// What stands for a figure that is withdrawn: it is not known.
    public static final String UNKNOWN_FIGURE = "unknown";
    /// What the argument of a figure of a special scale begins with, before its registered key.
    public static final String FACT = "facts.";

    /// The argument that says what was done for the public, where it is no message for display boards.
    public static final String ACT = "act";

    private static final String PRESS_CONFERENCE = "press-conference";
    private static final Set<String> FIGURES = Set.of("dead", "missing", "seriouslyInjured", "lightlyInjured",
            "trapped", "atRisk", "evacuated");
    private static final int LONGEST_ID = 200;
    private static final int LONGEST_NAME = 200;
    private static final String DRAFT = "draft";
    private static final String SIGN = "sign";
    private static final String RECEIVED = "received";
    private static final List<String> WAYS_OF_FORWARD = List.of(DRAFT, SIGN, RECEIVED);
    /// What each way of FORWARD takes.
    private static final Map<String, Set<String>> WAYS = Map.of(DRAFT,
            Set.of(DRAFT, "final", "language", "title", "text"), SIGN, Set.of(SIGN, "revision"), RECEIVED,
            Set.of(RECEIVED, "by"));

    /// The arguments each action takes. An action that is not here is not carried out by this release.
    private static final Map<Action, Set<String>> ARGUMENTS = arguments();

    private final Command command;
    private final Role role;
    private final List<Refusal> refusals = new ArrayList<>();

    private OrderForm(Command command, Role role) {
        this.command = command;
        this.role = role;
    }

    private static Map<Action, Set<String>> arguments() {
        Map<Action, Set<String>> taken = new EnumMap<>(Action.class);
        for (Action plain : List.of(Action.ACKNOWLEDGE, Action.CLOSE, Action.ESCALATE, Action.NOTE, Action.CONFIRM,
                Action.REFUTE, Action.RETRACT, Action.REOPEN)) {
            taken.put(plain, Set.of());
        }
        taken.put(Action.INSTRUCT, Set.of("level", "agencyId", "reportId"));
        taken.put(Action.APPROVE, Set.of("message", "commandId"));
        taken.put(Action.REJECT, Set.of("message", "commandId"));
        Set<String> corrected = new TreeSet<>(FIGURES);
        corrected.addAll(Set.of("lossCny", "grade"));
        taken.put(Action.CORRECT, Set.copyOf(corrected));
        taken.put(Action.PUBLISH, Set.of("template", "boards", ACT));
        taken.put(Action.FORWARD, Set.copyOf(WAYS_OF_FORWARD));
        taken.put(Action.DECIDE, Set.of("findingId", "decision", "fault"));
        taken.put(Action.APPEAL, Set.of("findingId"));
        taken.put(Action.USE, Set.of("agencyId", "reportId", "as", "images"));
        taken.put(Action.MERGE, Set.of("into"));
        taken.put(Action.SPLIT, Set.of("sources", "reports"));
        return taken;
    }

    /// The actions a desk carries out; every other is refused with that reason.
    public static Set<Action> inService() {
        return new TreeSet<>(ARGUMENTS.keySet());
    }

    /// Why this order cannot be carried out whatever stands at the desk, each reason with its field; empty if it can.
    ///
    /// @param role what its sender may do: some arguments only some must give
    public static List<Refusal> refusals(Command command, Role role) {
        return new OrderForm(command, role).check();
    }

    private List<Refusal> check() {
        refusals.addAll(RecordBounds.refusals(command));
        if (!refusals.isEmpty()) {
            return refusals;
        }
        if (!command.getCommandId().matches("[\\x21-\\x7e]{1," + LONGEST_ID + "}")) {
            refuse("commandId", "must be 1 to " + LONGEST_ID + " visible ASCII characters, without spaces");
        }
        if (!ARGUMENTS.containsKey(command.getAction())) {
            refusals.add(new Refusal(RejectReason.UNKNOWN_ACTION, "action", command.getAction()
                    + " is not carried out by this release; it carries out " + inService()));
            return refusals;
        }
        incident();
        if (command.getAction() == Action.FORWARD) {
            forward();
        } else {
            onlyKnown(ARGUMENTS.getOrDefault(command.getAction(), Set.of()), List.of(),
                    "is no argument of " + command.getAction());
            switch (command.getAction()) {
                case NOTE -> {
                    if (isBlank(command.getNote())) {
                        missing("note", "must hold the words to be added");
                    }
                }
                case APPROVE, REJECT -> optionalNumber("message", "must be the number of a message that waits");
                case PUBLISH -> publish();
                case DECIDE -> decide();
                case APPEAL -> {
                    finding();
                    if (isBlank(command.getNote())) {
                        missing("note", "must say why the agency appeals");
                    }
                }
                case USE -> {
                    required("agencyId", "must name the agency whose report was used");
                    required("reportId", "must name the report that was used");
                    symbol("as", Use.values(), Use::zh, true);
                    oneOf("images", Set.of("true", "false"), "must be true or false, or left out");
                }
                case INSTRUCT -> instruct();
                case MERGE -> merge();
                case SPLIT -> {
                    if (argument("sources").isEmpty() && argument("reports").isEmpty()) {
                        missing("arguments.sources", "must name sources of its evidence, or reports of it in"
                                + " arguments.reports as agencyId/reportId, with commas between them");
                    }
                }
                case CORRECT -> correct();
                default -> {
                    // The others take nothing.
                }
            }
        }
        return refusals;
    }

    private void incident() {
        String id = command.getIncidentId();
        boolean named = IncidentName.parse(id).isPresent();
        if (!named && !(ABOUT_PAPERS.contains(command.getAction()) && id.matches("[A-Za-z0-9_.-]{1,100}"))) {
            refuse("incidentId", "\"" + shortened(id) + "\" is no incident's name; it must be DESK-YYYYMMDD-NNNN, such"
                    + " as 370200-20260301-0001" + (ABOUT_PAPERS.contains(command.getAction())
                            ? ", or a desk's code"
                            : "; a desk alone takes " + new TreeSet<>(ABOUT_PAPERS)));
        }
    }

    private void decide() {
        finding();
        Optional<Decision> decision = symbol("decision", Decision.values(), Decision::zh, true);
        symbol("fault", Fault.values(), Fault::zh, false);
        if (!argument("fault").isEmpty() && decision.filter(said -> said != Decision.CONFIRMED).isPresent()) {
            refuse("arguments.fault", "goes with confirmed only");
        }
    }

    private void finding() {
        required("findingId", "must name a finding; GET /api/v1/findings lists them");
    }

    private void instruct() {
        symbol("level", InstructionLevel.values(), InstructionLevel::zh, false);
        if (argument("agencyId").isEmpty() != argument("reportId").isEmpty()) {
            missing(argument("agencyId").isEmpty() ? "arguments.agencyId" : "arguments.reportId",
                    "agencyId and reportId name a report together; leave both out where it is about the incident");
        }
    }

    private void publish() {
        if (given(ACT).isEmpty()) {
            required("template", "must name an approved template for boards of the pack");
            required("boards", "must name boards of this desk, with commas between them");
            return;
        }
        oneOf(ACT, Set.of(PRESS_CONFERENCE), "must be " + PRESS_CONFERENCE
                + "; left out, a message for display boards is proposed with template and boards");
        new TreeSet<>(command.getArguments().keySet()).stream().filter(name -> !name.equals(ACT)).findFirst()
                .ifPresent(name -> refuse("arguments." + name,
                        "does not go with act=" + PRESS_CONFERENCE + "; order them one by one"));
    }

    private void correct() {
        if (isBlank(command.getNote())) {
            missing("note", "must say why the figures or the grade are corrected");
        }
        if (command.getArguments().isEmpty()) {
            missing("arguments", "must name a figure or the grade, such as dead or grade");
        }
        command.getArguments().forEach((name, value) -> {
            String said = value.strip();
            boolean withdrawn = said.equals(UNKNOWN_FIGURE);
            if (FIGURES.contains(name) && !withdrawn && !said.matches("[0-9]{1,7}")) {
                refuse("arguments." + name, "\"" + shortened(said) + "\" must be a whole number of people, or \""
                        + UNKNOWN_FIGURE + "\" to withdraw it");
            } else if ((name.equals("lossCny") || name.startsWith(FACT)) && !withdrawn
                    && !said.matches("[0-9]{1,13}(\\.[0-9]{1,2})?")) {
                refuse("arguments." + shortened(name), "\"" + shortened(said)
                        + "\" must be a number of at most 13 digits and two decimals, or \"" + UNKNOWN_FIGURE
                        + "\" to withdraw it");
            } else if (name.equals("grade") && !said.matches("I|II|III|IV")) {
                refuse("arguments.grade", "\"" + shortened(said) + "\" must be I, II, III or IV");
            }
        });
    }

    private void merge() {
        String into = argument("into");
        Optional<IncidentName> stays = IncidentName.parse(into);
        if (into.isEmpty()) {
            required("into", "must name the incident that stays, such as 370200-20260301-0001");
        } else if (stays.isEmpty()) {
            refuse("arguments.into", "\"" + shortened(into) + "\" is no incident's name; name the one that stays, such"
                    + " as 370200-20260301-0001");
        } else if (into.equals(command.getIncidentId())) {
            refuse("arguments.into", "must be another incident than the one that is merged");
        } else if (IncidentName.parse(command.getIncidentId())
                .filter(goes -> !goes.desk().equals(stays.get().desk())).isPresent()) {
            refuse("arguments.into", into + " is another desk's incident; both must be of one desk");
        }
    }

    private void forward() {
        List<String> ways = WAYS_OF_FORWARD.stream().filter(command.getArguments()::containsKey).toList();
        String way = ways.isEmpty() ? "" : ways.getFirst();
        if (role == Role.OFFICIAL && !way.equals(RECEIVED)) {
            refusals.add(new Refusal(RejectReason.UNAUTHORISED, null,
                    "the role " + role + " may only confirm that a special report has come"));
        } else if (ways.size() > 1) {
            refuse("arguments", "takes one of draft, sign and received, not " + ways + "; order them one by one");
        } else {
            onlyKnown(WAYS.getOrDefault(way, Set.of()), ways.isEmpty() ? WAYS_OF_FORWARD : List.of(),
                    "is no argument of FORWARD" + (way.isEmpty() ? "" : " with " + way));
            switch (way) {
                case DRAFT -> draft();
                case SIGN -> {
                    number(SIGN, "names no special report; give its number");
                    optionalNumber("revision", "must be the incident's revision, a number");
                }
                case RECEIVED -> {
                    number(RECEIVED, "names no special report; give its number");
                    boolean says = role != Role.OFFICIAL || given("by").isPresent();
                    if (says && !isLine(given("by").orElse(""), LONGEST_NAME)) {
                        refuse("arguments.by", "must say who of the superior confirmed it, in 1 to " + LONGEST_NAME
                                + " characters");
                    }
                }
                default -> {
                    // That the superior was told by other means takes nothing.
                }
            }
        }
    }

    private void draft() {
        oneOf(DRAFT, Set.of("true"), "must be true");
        oneOf("final", Set.of("true"), "must be true, or left out");
        oneOf("language", Set.of("zh", "en"), "must be zh or en; left out it is the superior's");
        given("title").filter(title -> !isLine(title, Kept.REPORT_TITLE)).ifPresent(title -> refuse("arguments.title",
                "must be one line of 1 to " + Kept.REPORT_TITLE + " characters"));
        given("text").filter(text -> text.isBlank() || text.length() > Kept.REPORT_TEXT)
                .ifPresent(text -> refuse("arguments.text", "must have 1 to " + Kept.REPORT_TEXT
                        + " characters; left out it is written from the record"));
    }

    /// @param meant names that are none of these and may have been meant
    private void onlyKnown(Set<String> known, List<String> meant, String words) {
        TreeSet<String> names = new TreeSet<>(known);
        names.addAll(meant);
        for (String name : new TreeSet<>(command.getArguments().keySet())) {
            boolean fact = command.getAction() == Action.CORRECT && name.matches("facts\\.[A-Za-z0-9_]{1,60}");
            if (!known.contains(name) && !fact) {
                refusals.add(new Refusal(RejectReason.UNKNOWN_FIELD, "arguments." + shortened(name),
                        words + Nearest.hint(name, names)
                                + (names.isEmpty() ? "; it takes none" : "; it takes " + names)));
            }
        }
    }

    private Optional<String> given(String name) {
        return Optional.ofNullable(command.getArguments().get(name));
    }

    private String argument(String name) {
        return given(name).orElse("").strip();
    }

    private void required(String name, String words) {
        if (argument(name).replaceAll("[,\\s]+", "").isEmpty()) {
            missing("arguments." + name, words);
        }
    }

    private void oneOf(String name, Set<String> known, String words) {
        given(name).filter(value -> !known.contains(value)).ifPresent(value -> refuse("arguments." + name, words));
    }

    private void number(String name, String words) {
        if (!isNumber(argument(name))) {
            refuse("arguments." + name, "\"" + shortened(argument(name)) + "\" " + words);
        }
    }

    private void optionalNumber(String name, String words) {
        given(name).filter(value -> !isNumber(value)).ifPresent(value -> refuse("arguments." + name, words));
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,6}");
    }

    private <E extends Enum<E>> Optional<E> symbol(String name, E[] symbols, Function<E, String> zh,
            boolean required) {
        Optional<E> meant = symbol(command, name, symbols, zh);
        if (meant.isEmpty() && (required || !argument(name).isEmpty())) {
            refusals.add(new Refusal(argument(name).isEmpty() ? RejectReason.MISSING_FIELD : RejectReason.INVALID_VALUE,
                    "arguments." + name,
                    "\"" + shortened(argument(name)) + "\" is not one of " + Arrays.toString(symbols)));
        }
        return meant;
    }

    /// The symbol an argument names, by its name or its word in Chinese; empty where it names none.
    public static <E extends Enum<E>> Optional<E> symbol(Command command, String name, E[] symbols,
            Function<E, String> zh) {
        String value = command.getArguments().getOrDefault(name, "").strip();
        return Arrays.stream(symbols).filter(symbol -> symbol.name().equals(value.toUpperCase(Locale.ROOT))
                || zh.apply(symbol).equals(value)).findFirst();
    }

    private static boolean isLine(String words, int longest) {
        return !words.isBlank() && words.length() <= longest && words.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isBlank(@org.jspecify.annotations.Nullable String words) {
        return words == null || words.isBlank();
    }

    private static String shortened(String words) {
        return words.length() <= LONGEST_ID ? words : words.substring(0, LONGEST_ID) + "…";
    }

    private void refuse(String field, String detail) {
        refusals.add(new Refusal(RejectReason.INVALID_VALUE, field, detail));
    }

    private void missing(String field, String detail) {
        refusals.add(new Refusal(RejectReason.MISSING_FIELD, field, detail));
    }
}
