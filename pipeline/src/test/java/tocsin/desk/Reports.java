package tocsin.desk;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tocsin.v1.Casualties;
import tocsin.v1.Category;
import tocsin.v1.Confidentiality;
import tocsin.v1.Contact;
import tocsin.v1.Grade;
import tocsin.v1.IncidentReport;
import tocsin.v1.Location;
import tocsin.v1.ReportKind;
import tocsin.v1.ReportSource;
import tocsin.v1.Status;
import tocsin.v1.Via;

/// Reports to begin a test with.
public final class Reports {
    static {
        tocsin.schemas.AvroSafety.ensure();
    }

    private Reports() {}

    /// A complete flash report of a fire in Licang, told of, and told on, at this instant.
    public static IncidentReport.Builder fire(String reportId, Instant at) {
        return IncidentReport.newBuilder().setReportId(reportId).setAgencyId("qingdao-fire").setKind(ReportKind.FLASH)
                .setSequence(1).setStatus(Status.ACTUAL).setSource(ReportSource.PUBLIC).setVia(Via.API)
                .setOccurredAt(at.minusSeconds(600)).setLearnedAt(at.minusSeconds(300))
                .setReceivedAt(at.minusSeconds(300)).setReportedAt(at).setCategory(Category.ACCIDENT).setType("fire")
                .setLocation(new Location("370213", "李沧区某仓库", 36.19, 120.39, null)).setClaimedGrade(null)
                .setCasualties(toll(0, 0)).setFacts(Map.of()).setTitle("李沧区某仓库火灾").setSummary("summary-words")
                .setMeasures(List.of("扑救")).setInformed(List.of()).setRequests(List.of()).setSensitivity(List.of())
                .setConfidentiality(Confidentiality.INTERNAL).setContact(new Contact("张某", "+8653200000999"))
                .setSigner("值班员").setUnit("某公司").setTrend("可控").setCause("cause-words").setAttachments(List.of());
    }

    /// A toll of dead and seriously injured; everything else not known.
    public static Casualties toll(Integer dead, Integer seriouslyInjured) {
        return new Casualties(dead, null, seriouslyInjured, null, null, null, null);
    }

    /// The least dead that make this grade (order 493, article 3).
    public static Casualties tollOf(Grade grade) {
        return switch (grade) {
            case I -> toll(30, null);
            case II -> toll(10, null);
            case III -> toll(3, null);
            case IV, UNKNOWN -> toll(0, null);
        };
    }
}
