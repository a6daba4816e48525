package tocsin.upward;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tocsin.assessment.Assessor;
import tocsin.fanout.DeskSignature;
import tocsin.fanout.Wording;
import tocsin.internal.v1.Account;
import tocsin.internal.v1.Act;
import tocsin.internal.v1.BoardDraftState;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.Statement;
import tocsin.internal.v1.Told;
import tocsin.model.Grades;
import tocsin.roster.Rosters;
import tocsin.rules.Audience;
import tocsin.rules.Pack;
import tocsin.rules.Words;
import tocsin.rules.directory.Board;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Category;
import tocsin.v1.Evidence;
import tocsin.v1.EvidenceKind;
import tocsin.v1.Incident;
import tocsin.v1.Location;
import tocsin.v1.SpecialReport;
import tocsin.v1.SpecialReportKind;

/// The text of one special report, section by section. A follow-up tells what is new and does not repeat the first
/// account (domain 5.1).
final class DraftText {
    private static final DateTimeFormatter ZH = DateTimeFormatter.ofPattern("yyyy年M月d日HH:mm", Locale.CHINESE);
    private static final DateTimeFormatter EN = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);
    /// People, sensors and posts named in one line: more are counted.
    private static final int NAMED = 20;

    private final IncidentFile file;
    private final Incident incident;
    private final Pack pack;
    private final Directory directory;
    private final Instant now;
    private final Chain chain;
    private final SpecialReport head;
    private final String language;
    private final boolean zh;
    private final List<String> lines = new ArrayList<>();
    private int sections;

    DraftText(SpecialReportDraft draft, Chain chain, SpecialReport head) {
        this.file = draft.file();
        this.incident = file.getIncident();
        this.pack = draft.pack();
        this.directory = draft.directory();
        this.now = draft.now();
        this.chain = chain;
        this.head = head;
        this.language = head.getLanguage();
        this.zh = language.startsWith("zh");
    }

    String write() {
        heading();
        picture();
        chain.last().ifPresent(this::changes);
        accounts();
        measures();
        notKnown();
        foot();
        return String.join("\n", lines) + "\n";
    }

    private void heading() {
        lines.add(Wording.drill(incident.getStatus()) + say("突发事件信息专报", "SPECIAL REPORT")
                + say("（", " (") + head.getLabel() + say("）", ")"));
        line("编号", "Number", head.getSpecialReportId());
        line("标题", "Title", head.getTitle());
        DeskSignature signature = DeskSignature.of(incident.getDesk(), pack, directory);
        line("报送单位", "From", signature.issuer().in(language));
        signature.phone().ifPresent(phone -> line("值班电话", "Call back", phone));
        line("主送", "To", names(SpecialReportDraft.superiors(directory, incident.getDesk()).stream()
                .map(Official::name).toList()));
        line("拟稿时间", "Written", time(now, pack, language));
    }

    private void picture() {
        section("基本情况", "What is known");
        line("时间", "Time", time(file.getOccurredAt(), pack, language));
        line("地点", "Place", place(incident.getLocation(), directory, language) + coordinates());
        Category category = incident.getCategory();
        line("类型", "Type", type(incident, pack, language)
                + (category == null ? "" : say("（", " (") + category(category).in(language) + say("）", ")")));
        String grade = Grades.words(incident.getGrade()).in(language);
        line("等级", "Grade", (incident.getGrade() == null ? say("待核实", "not known yet") : grade)
                + say("；定级依据：", "; ground: ") + ground());
        line("核实情况", "Verification", Figures.confidence(incident.getConfidence()).in(language));
        String toll = Figures.known(incident.getCasualties(), language);
        line("伤亡", "Toll", toll.isEmpty() ? say("待核实", "not known yet") : toll);
        if (!incident.getOfficialSignals().isEmpty()) {
            line("官方预警信号", "Official warning signals", Wording.official(incident, pack, language, now));
        }
    }

    /// The ground as it stood when the grade was given: in both languages if the pack still gives the same one.
    private String ground() {
        Words reason = Assessor.reason(file, pack.grading());
        return reason.en().equals(incident.getGradeReason()) ? reason.in(language) : incident.getGradeReason();
    }

    private void changes(SpecialReport last) {
        section("与" + last.getLabel() + "相比的变化", "Changed since the " + last.getLabel());
        List<String> changes = Changes.since(last, incident).stream().map(words -> words.in(language)).toList();
        item(changes.isEmpty()
                ? say("等级、伤亡、地点、类型和核实情况没有变化", "grade, toll, place, type and verification are as they were")
                : String.join(say("；", "; "), changes));
    }

    private void accounts() {
        section("事件经过", "What happened");
        List<Statement> told = file.getStatements().stream().filter(statement -> isNews(statement.getStatedAt()))
                .toList();
        told.forEach(this::account);
        evidence(EvidenceKind.SENSOR, "监测设备发现", "Noticed by sensors");
        evidence(EvidenceKind.MEDIA, "舆情发现", "Noticed in public posts");
        if (told.isEmpty()) {
            item(chain.last().isPresent()
                    ? say("上次报送以来没有新的报告", "no report has come since")
                    : say("尚无单位报告，待核实", "no agency has reported it; not verified yet"));
        }
    }

    private void account(Statement statement) {
        Account account = statement.getAccount();
        String agency = agency(statement.getAgencyId());
        String doubt = statement.getBelieved() ? "" : say("（此报告尚未核实）", " (this report is not verified yet)");
        List<String> said = new ArrayList<>();
        if (account != null) {
            said.add(account.getTitle());
            if (!account.getSummary().equals(account.getTitle())) {
                said.add(account.getSummary());
            }
            said(said, "事发单位", "unit", account.getUnit());
            said(said, "原因", "cause", account.getCause());
            said(said, "趋势", "trend", account.getTrend());
        }
        String toll = Figures.known(statement.getCasualties(), language);
        said(said, "伤亡", "toll", toll.isEmpty() ? null : toll);
        BigDecimal loss = statement.getLossCny();
        said(said, "直接经济损失", "direct loss", loss == null
                ? null
                : say(loss.toPlainString() + "元", "CNY " + loss.toPlainString()));
        String source = account == null
                ? time(statement.getStatedAt(), pack, language)
                : say("报告" + account.getReportId() + "，", "report " + account.getReportId() + ", ")
                        + time(account.getArrivedAt(), pack, language) + say("收到", "");
        item(say("据" + agency + "（" + source + "）", agency + " (" + source + ")") + doubt + say("：", ": ")
                + said.stream().map(DraftText::clause).collect(Collectors.joining(say("。", ". "))) + say("。", "."));
    }

    private void said(List<String> said, String nameZh, String nameEn, @Nullable String words) {
        if (words != null && !words.isBlank()) {
            said.add(say(nameZh + "：", nameEn + ": ") + words);
        }
    }

    private void evidence(EvidenceKind kind, String nameZh, String nameEn) {
        List<Evidence> found = incident.getEvidence().stream()
                .filter(evidence -> evidence.getKind() == kind && isNews(evidence.getArrivedAt())).toList();
        if (!found.isEmpty()) {
            item(say(nameZh, nameEn) + say("：", ": ") + names(found.stream()
                    .map(evidence -> evidence.getSource() + say("（", " (")
                            + time(evidence.getArrivedAt(), pack, language) + say("）", ")"))
                    .toList()));
        }
    }

    private void measures() {
        section("已采取措施", "Measures taken");
        int before = lines.size();
        for (Statement statement : file.getStatements()) {
            Account account = statement.getAccount();
            if (account != null && isNews(account.getArrivedAt())) {
                if (!account.getMeasures().isEmpty()) {
                    item(agency(statement.getAgencyId()) + say("称已采取：", " says: ") + listed(account.getMeasures()));
                }
                if (!account.getRequests().isEmpty()) {
                    item(agency(statement.getAgencyId()) + say("请求：", " asks for: ")
                            + listed(account.getRequests()));
                }
            }
        }
        file.getActs().stream().filter(act -> isNews(act.getAt())).forEach(this::act);
        told("已通知", "Told", told -> !told.getFailed());
        told("未能送达", "Not reached", Told::getFailed);
        boards();
        if (lines.size() == before) {
            item(say("没有记录", "none on record"));
        }
    }

    private void act(Act act) {
        String words = act.getWords();
        item(time(act.getAt(), pack, language) + say("，", ", ") + name(act.getBy(), directory) + say("", " ")
                + act(act, zh) + (words == null || words.isBlank() ? "" : say("：", ": ") + words));
    }

    private static String act(Act act, boolean zh) {
        return switch (act.getKind()) {
            case ACKNOWLEDGED -> zh ? "确认接收" : "acknowledged";
            case INSTRUCTED -> zh ? "批示" : "instructed";
            case ESCALATED -> zh ? "决定通知上一级" : "had the next level told";
            case CLOSED -> zh ? "结束处置" : "closed it";
            case RETRACTED -> zh ? "撤回此前信息" : "took back what was told";
            case CONFIDENCE_CHANGED -> zh ? "作出核实结论" : "settled whether it is so";
            // The one thing that is kept as noted (PUBLISH with act=press-conference).
            case NOTED -> zh ? "确认已举行新闻发布会" : "says that a press conference was held";
            case FORWARDED -> zh ? "以其他方式上报" : "told the superior by other means";
            default -> act.getKind().name();
        };
    }

    private void told(String nameZh, String nameEn, Predicate<Told> which) {
        List<String> people = head.getKind() == SpecialReportKind.FOLLOW_UP
                ? List.of()
                : file.getTold().stream().filter(which).map(told -> name(told.getRecipient(), directory)).distinct()
                        .toList();
        if (!people.isEmpty()) {
            item(say(nameZh + "：", nameEn + ": ") + names(people));
        }
    }

    private void boards() {
        List<String> boards = file.getBoardDrafts().stream()
                .filter(draft -> draft.getState() == BoardDraftState.SHOWN)
                .flatMap(draft -> draft.getBoards().stream()).distinct().map(this::board).toList();
        if (!boards.isEmpty()) {
            item(say("正在公共显示屏发布：", "Shown on display boards: ") + names(boards));
        }
    }

    private String board(String id) {
        Board board = directory.boards().get(id);
        return board == null
                ? id
                : directory.area(board.area()).map(area -> area.name().in(language) + " " + id).orElse(id);
    }

    private void notKnown() {
        section("待核实情况", "Not known yet");
        List<String> open = new ArrayList<>();
        String figures = Figures.unknown(incident.getCasualties(), language);
        if (!figures.isEmpty()) {
            open.add(say("人数：", "numbers of: ") + figures);
        }
        if (incident.getGrade() == null) {
            open.add(say("事件等级", "the grade"));
        }
        Location location = incident.getLocation();
        if (location == null || location.getLatitude() == null || location.getLongitude() == null) {
            open.add(say("准确位置", "the exact place"));
        }
        if (accounts(Account::getCause).isEmpty()) {
            open.add(say("事件原因", "the cause"));
        }
        if (accounts(Account::getTrend).isEmpty()) {
            open.add(say("发展趋势", "which way it is going"));
        }
        if (head.getKind() == SpecialReportKind.FINAL) {
            open.add(say("善后、评估和下一步工作（记录中没有，请拟稿人补充）",
                    "aftermath, assessment and next steps (not on record; to be completed by hand)"));
        }
        if (open.isEmpty()) {
            item(say("无", "nothing"));
        }
        open.forEach(words -> item(words + say("：待核实", "")));
    }

    private List<String> accounts(java.util.function.Function<Account, @Nullable String> read) {
        return file.getStatements().stream().map(Statement::getAccount).filter(Objects::nonNull)
                .flatMap(account -> Stream.ofNullable(read.apply(account))).filter(Predicate.not(String::isBlank))
                .toList();
    }

    private void foot() {
        lines.add("");
        line("联系人", "Contact", contact());
        line("拟稿", "Drafted", name(head.getDraftedBy(), directory));
    }

    /// Who is on duty where doubts are verified: the duty desk itself.
    private String contact() {
        List<String> people = pack.policy(pack.verificationPolicy()).levels().getFirst().stream()
                .flatMap(name -> Optional.ofNullable(pack.audiences().get(name)).stream())
                .flatMap(audience -> switch (audience) {
                    case Audience.OnDuty(String roster) ->
                        Rosters.onDuty(directory, roster, incident.getDesk(), pack.zone(), now).stream();
                    case Audience.Role(String role) -> directory.officials().values().stream().filter(
                            official -> official.desk().equals(incident.getDesk()) && official.roles().contains(role));
                })
                .map(official -> official.name() + official.addresses().values().stream().sorted()
                        .map(address -> " " + address).collect(Collectors.joining()))
                .distinct().toList();
        return people.isEmpty() ? say("待核实", "not known") : names(people);
    }

    /// Whether this is after what the superior was told last; for a first and a final report everything is.
    private boolean isNews(Instant at) {
        return head.getKind() != SpecialReportKind.FOLLOW_UP
                || chain.last().filter(last -> !at.isAfter(last.getSignedAt())).isEmpty();
    }

    private String coordinates() {
        Location location = incident.getLocation();
        return location == null || location.getLatitude() == null || location.getLongitude() == null
                ? ""
                : String.format(Locale.ROOT, say("（北纬%.4f，东经%.4f）", " (%.4f, %.4f)"), location.getLatitude(),
                        location.getLongitude());
    }

    private String agency(String id) {
        return Optional.ofNullable(directory.agencies().get(id)).map(agency -> agency.name().in(language)).orElse(id);
    }

    private void section(String nameZh, String nameEn) {
        sections++;
        lines.add("");
        lines.add(zh ? Chain.numeral(sections) + "、" + nameZh : sections + ". " + nameEn);
    }

    private void line(String nameZh, String nameEn, String words) {
        lines.add(say(nameZh + "：", nameEn + ": ") + words);
    }

    private void item(String words) {
        lines.add("- " + words.replaceAll("\\s+", " "));
    }

    private String names(List<String> all) {
        String few = listed(all.subList(0, Math.min(NAMED, all.size())));
        return all.size() <= NAMED ? few : few + say("等共" + all.size(), " and others, " + all.size() + " in all");
    }

    private String listed(List<String> words) {
        return String.join(say("、", ", "), words);
    }

    private String say(String inChinese, String inEnglish) {
        return zh ? inChinese : inEnglish;
    }

    /// What stands before a full stop of ours: without the one it may have itself.
    private static String clause(String words) {
        return words.strip().replaceAll("[。.]+$", "");
    }

    static String name(String id, Directory directory) {
        return Optional.ofNullable(directory.officials().get(id)).map(Official::name).orElse(id);
    }

    static String time(Instant at, Pack pack, String language) {
        return (language.startsWith("zh") ? ZH : EN).format(at.atZone(pack.zone()));
    }

    static String type(Incident incident, Pack pack, String language) {
        return incident.getType() == null
                ? language.startsWith("zh") ? "突发事件" : "emergency"
                : pack.typeName(incident.getType(), language);
    }

    private static Words category(Category category) {
        return switch (category) {
            case NATURAL_DISASTER -> new Words("自然灾害", "natural disaster");
            case ACCIDENT -> new Words("事故灾难", "accident");
            case PUBLIC_HEALTH -> new Words("公共卫生事件", "public health");
            case SOCIAL_SECURITY -> new Words("社会安全事件", "social security");
            case UNKNOWN -> new Words("类别待核实", "category not known");
        };
    }

    /// The place in words, with its area where the words do not name it; the area alone where there are none.
    static String place(@Nullable Location location, Directory directory, String language) {
        boolean zh = language.startsWith("zh");
        String place = location == null ? null : location.getPlace();
        String area = location == null
                ? ""
                : directory.area(location.getAreaCode()).map(known -> known.name().in(language))
                        .orElse(location.getAreaCode() == null ? "" : location.getAreaCode());
        if (place == null || place.isBlank()) {
            return area.isEmpty() ? zh ? "地点待核实" : "place not known yet" : area;
        }
        String plain = place.replaceAll("\\s+", " ").strip();
        boolean named = area.isEmpty() || plain.contains(area);
        return named ? plain : zh ? area + plain : plain + ", " + area;
    }
}
