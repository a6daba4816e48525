package tocsin.receipts;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import tocsin.rules.directory.Agency;
import tocsin.rules.directory.Directory;
import tocsin.rules.directory.Official;
import tocsin.v1.Outcome;
import tocsin.v1.ReportReceipt;
import tocsin.v1.Verdict;
import tocsin.wire.PackLibrary;
import tocsin.wire.Seal;

/// Answers every report that was judged, on the topic of receipts and, where it came by people, to its agency's contact.
public final class ReceiptProcessor extends ContextualProcessor<String, Verdict, String, SpecificRecord> {
    public static final String TO_RECEIPTS = "receipts-to-agencies";
    public static final String TO_ROUTINE = "receipts-to-notifications";

    private final Seal seal;
    private final PackLibrary packs;

    public ReceiptProcessor(Seal seal, PackLibrary packs) {
        this.seal = seal;
        this.packs = packs;
    }

    @Override
    public void process(Record<String, Verdict> record) {
        Verdict verdict = record.value();
        ReportReceipt receipt = ReceiptOfReport.of(verdict, seal);
        context().forward(record.withKey(verdict.getAgencyId()).withValue(receipt), TO_RECEIPTS);
        Directory directory = packs.activeDirectory();
        Official official = contact(verdict, directory);
        // Anybody can write an agency's name into a report: who proved nothing makes nobody's telephone ring.
        boolean proven = verdict.getFindings().stream()
                .noneMatch(finding -> finding.getOutcome() == Outcome.UNVERIFIED_SENDER);
        if (official != null && proven) {
            new Letters(packs.activePack(), directory, Instant.ofEpochMilli(context().currentSystemTimeMs()))
                    .receipt(verdict, receipt, official)
                    .ifPresent(letter -> context().forward(
                            record.withKey(letter.getRecipient()).withValue(letter), TO_ROUTINE));
        }
    }

    private static @Nullable Official contact(Verdict verdict, Directory directory) {
        Agency agency = directory.agencies().get(verdict.getAgencyId());
        return agency == null || agency.contact() == null ? null : directory.officials().get(agency.contact());
    }
}
