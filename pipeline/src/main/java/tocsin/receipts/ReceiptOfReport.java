package tocsin.receipts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tocsin.v1.Deadline;
import tocsin.v1.DueTime;
import tocsin.v1.ReportKind;
import tocsin.v1.ReportReceipt;
import tocsin.v1.Verdict;
import tocsin.wire.RecordJson;
import tocsin.wire.Seal;

/// The receipt of one report: what its sender can show to anybody.
public final class ReceiptOfReport {
    /// The type of its signature.
    public static final String TYPE = "tocsin-receipt";
    /// The type of the signature under what is answered at once, before the report was judged.
    public static final String ACCEPTANCE = "tocsin-acceptance";

    private ReceiptOfReport() {}

    /// The receipt of the report this verdict is about, signed.
    static ReportReceipt of(Verdict verdict, Seal seal) {
        List<DueTime> due = new ArrayList<>();
        ReportKind kind = verdict.getKind();
        for (Deadline deadline : verdict.getDeadlines()) {
            due.add(new DueTime(deadline.getRule(), kind == null ? "" : kind.name(), deadline.getDueAt()));
        }
        due.addAll(verdict.getAwaited());
        ReportReceipt unsigned = new ReportReceipt(verdict.getReportId(), verdict.getAgencyId(), verdict.getDesk(),
                verdict.getIncidentId(), verdict.getArrivedAt(), due, verdict.getPackHash(), "");
        ObjectNode payload = RecordJson.write(unsigned);
        payload.remove("signed");
        return ReportReceipt.newBuilder(unsigned).setSigned(seal.sign(TYPE, payload)).build();
    }
}
