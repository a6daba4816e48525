package tocsin.fanout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tocsin.escalation.Page;
import tocsin.internal.v1.IncidentFile;
import tocsin.internal.v1.PublicPosts;
import tocsin.internal.v1.Told;
import tocsin.model.OfficialAlerts;
import tocsin.model.References;
import tocsin.model.Sha256;
import tocsin.roster.Rosters;
import tocsin.rules.Audience;
import tocsin.rules.Pack;
import tocsin.rules.SmsParts;
import tocsin.rules.Template;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.ChannelKind;
import tocsin.v1.Incident;
import tocsin.v1.Notification;
import tocsin.v1.NotifyReason;
import tocsin.v1.Status;

/// Writes the notifications of a page.
public final class Fanout {
    /// Parts a first page by SMS may take.
    private static final int FIRST_PAGE = 2;
    /// A quote shorter than this says nothing.
    private static final int SHORTEST_QUOTE = 8;
    /// As long as any reference.
    private static final String LONGEST_REFERENCE = "00000";

    private final Pack pack;
    private final Directory directory;
    private final Instant now;
    private final Predicate<String> wantsNoSms;
    private final Map<String, List<String>> incomplete = new LinkedHashMap<>();

    /// @param now the desk's now
    /// @param wantsNoSms whether an official has opted out of SMS
    public Fanout(Pack pack, Directory directory, Instant now, Predicate<String> wantsNoSms) {
        this.pack = pack;
        this.directory = directory;
        this.now = now;
        this.wantsNoSms = wantsNoSms;
    }

    /// The notifications of a page.
    ///
    /// @param notifications one per recipient and means
    /// @param unmanned the audiences that came to nobody
    /// @param incomplete what templates lacked, by template: their words were replaced by the least ones
    public record Result(List<Notification> notifications, List<String> unmanned,
            Map<String, List<String>> incomplete) {}

    /// Writes the notifications of this page about this incident.
    public Result notifications(Page page, IncidentFile file) {
        List<String> unmanned = new ArrayList<>();
        List<Notification> notifications = new ArrayList<>();
        if (page.toEverybodyTold()) {
            for (Told told : file.getTold()) {
                Optional.ofNullable(directory.officials().get(told.getRecipient()))
                        .flatMap(official -> write(page, file, official, told.getChannel()))
                        .ifPresent(notifications::add);
            }
        } else {
            for (Official official : recipients(page.audiences(),
                    page.desk() == null ? file.getIncident().getDesk() : page.desk(), unmanned)
                    .values()) {
                page.policy().channels()
                        .forEach(channel -> write(page, file, official, channel).ifPresent(notifications::add));
            }
        }
        return new Result(List.copyOf(notifications), List.copyOf(unmanned),
                Collections.unmodifiableMap(new LinkedHashMap<>(incomplete)));
    }

    /// The same news by a means this recipient was not reached by yet, or empty where there is none.
    public Optional<Notification> failOver(Page page, IncidentFile file, String recipient, Set<ChannelKind> tried) {
        Official official = directory.officials().get(recipient);
        return official == null
                ? Optional.empty()
                : official.addresses().keySet().stream().sorted().filter(Predicate.not(tried::contains)).findFirst()
                        .flatMap(channel -> write(page, file, official, channel));
    }

    /// The officials these audiences come to now at a desk; none for an audience nobody stands in.
    public List<Official> officials(List<String> audiences, String desk) {
        return List.copyOf(recipients(audiences, desk, new ArrayList<>()).values());
    }

    /// The officials these audiences come to now.
    public Set<String> people(List<String> audiences, Incident incident) {
        return recipients(audiences, incident.getDesk(), new ArrayList<>()).keySet();
    }

    private Map<String, Official> recipients(List<String> audiences, String desk, List<String> unmanned) {
        Map<String, Official> recipients = new LinkedHashMap<>();
        for (String name : audiences) {
            List<Official> people = people(pack.audiences().get(name), desk);
            if (people.isEmpty()) {
                unmanned.add(name);
            }
            people.forEach(person -> recipients.putIfAbsent(person.id(), person));
        }
        return recipients;
    }

    private List<Official> people(@org.jspecify.annotations.Nullable Audience audience, String desk) {
        return switch (audience) {
            case null -> List.of();
            case Audience.OnDuty(String roster) ->
                Rosters.onDuty(directory, roster, desk, pack.zone(), now);
            case Audience.Role(String role) -> directory.officials().values().stream()
                    .filter(official -> official.desk().equals(desk) && official.roles().contains(role)).toList();
        };
    }

    private Optional<Notification> write(Page page, IncidentFile file, Official official, ChannelKind channel) {
        Optional<String> address = channel == ChannelKind.SMS && wantsNoSms.test(official.id())
                ? Optional.empty()
                : official.address(channel);
        String name = name(page, official.language());
        Optional<Template> template = pack.template(name, official.language());
        if (address.isEmpty() || template.isEmpty()) {
            return Optional.empty();
        }
        Incident incident = file.getIncident();
        Map<String, String> words = Wording.of(page, file, pack, directory, official, now);
        boolean mail = channel == ChannelKind.EMAIL;
        String id = id(incident, page.step(), official.id(), channel);
        String reference = References.of(id);
        return Optional.of(Notification.newBuilder().setNotificationId(id).setIncidentId(incident.getIncidentId())
                .setRevision(incident.getRevision()).setStep(page.step()).setRecipient(official.id())
                .setChannel(channel).setAddress(address.get()).setUrgency(page.policy().urgency())
                .setGrade(incident.getGrade())
                .setSubject(mail ? marked(template.get().subject(), words, incident) : null)
                .setBody(mail
                        ? complete(page, name, template.get().email(), words, incident, official.language(), false)
                        : References.append(complete(page, name, template.get().sms(), brief(page,
                                template.get().sms(), words, file, official.language()), incident,
                                official.language(), true), reference))
                .setLanguage(official.language()).setExpiresAt(expiresAt(page, file))
                .setDecidedAt(now).setReason(page.reason()).setStatus(status(incident.getStatus(), page.reason()))
                .setTemplate(name + "." + official.language()).setParameters(Template.harmless(words))
                .setReference(mail ? null : reference).build());
    }

    /// When nobody needs to be told any more. Of an official alert nobody does once it has expired.
    private Instant expiresAt(Page page, IncidentFile file) {
        Instant at = now.plus(page.policy().expiresAfter());
        return switch (page.reason()) {
            case ALL_CLEAR, RETRACTED, CORRECTED -> at;
            default -> OfficialAlerts.noLater(at, file);
        };
    }

    /// The name of the words for this page: a page about public posts has its own where the pack has them.
    private String name(Page page, String language) {
        return page.posts() && pack.template(Pack.RUMOUR, language).isPresent() ? Pack.RUMOUR : page.reason().name();
    }

    /// The words of an SMS: quotes of posts give way where it would be too long, and first of all.
    private static Map<String, String> brief(Page page, String template, Map<String, String> words, IncidentFile file,
            String language) {
        PublicPosts posts = file.getPublicPosts();
        if (!page.posts() || posts == null) {
            return words;
        }
        Map<String, String> brief = new HashMap<>(words);
        for (int longest = RumourWording.QUOTE; longest >= 0; longest--) {
            brief.put("quotes", longest < SHORTEST_QUOTE
                    ? ""
                    : RumourWording.quotes(posts.getExamples(), longest, language.startsWith("zh")));
            String text = References.append(Template.fill(template, brief), LONGEST_REFERENCE);
            if (SmsParts.of(text).parts() <= FIRST_PAGE) {
                break;
            }
        }
        return brief;
    }

    private String complete(Page page, String name, String template, Map<String, String> words, Incident incident,
            String language,
            boolean sms) {
        String text = marked(template, words, incident);
        return pack.accuracy().message().map(rule -> {
            List<String> lacks = MessageLint.lacks(text, words, language, page.reason(), sms, rule);
            if (lacks.isEmpty()) {
                return text;
            }
            incomplete.put(name + "." + language + (sms ? ".sms" : ".email"), lacks);
            return Wording.marked(MessageLint.least(words, language, page.reason()), incident.getStatus());
        }).orElse(text);
    }

    private static String marked(String template, Map<String, String> words, Incident incident) {
        return Wording.marked(Template.fill(template, words), incident.getStatus());
    }

    /// A request to verify what may be real is itself real.
    private static Status status(Status incident, NotifyReason reason) {
        return incident == Status.UNKNOWN && reason == NotifyReason.VERIFY ? Status.ACTUAL : incident;
    }

    private static String id(Incident incident, String step, String recipient, ChannelKind channel) {
        return Sha256.of(incident.getDesk(), incident.getOpenedBy(), String.valueOf(incident.getRevision()), step,
                recipient, channel.name()).substring(0, 32);
    }
}
