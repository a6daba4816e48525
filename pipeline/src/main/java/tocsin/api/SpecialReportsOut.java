package tocsin.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tocsin.internal.v1.SpecialReportFile;
import tocsin.internal.v1.SpecialReportState;
import tocsin.readmodel.ReadModel;
import tocsin.upward.CapDocument;
import tocsin.v1.SpecialReport;
import tocsin.wire.PackLibrary;
import tocsin.wire.RecordJson;

/// Special reports (专报) as the desk keeps them, from the read model: for reading before they are signed, and after.
final class SpecialReportsOut {
    private static final Pattern FILE = Pattern.compile("([0-9]{1,6})\\.(json|cap)");

    private final ReadModel model;
    private final PackLibrary packs;

    SpecialReportsOut(ReadModel model, PackLibrary packs) {
        this.model = model;
        this.packs = packs;
    }

    void list(Context request) {
        Queries.onlyParameters(request);
        ArrayNode answers = JsonNodeFactory.instance.arrayNode();
        known(request).forEach(kept -> answers.add(RecordJson.write(kept)));
        new Shown(List.of(request.pathParam("id")), answers.size()).of(request);
        request.contentType("application/json").result(answers.toString());
    }

    void one(Context request) {
        Queries.onlyParameters(request);
        List<SpecialReportFile> all = known(request);
        Matcher name = FILE.matcher(request.pathParam("file"));
        if (!name.matches()) {
            throw new ApiException(404, "no such page",
                    "ask for NUMBER.json or NUMBER.cap, such as special-reports/1.cap");
        }
        int number = Integer.parseInt(name.group(1));
        SpecialReportFile kept = all.stream().filter(one -> one.getReport().getNumber() == number).findFirst()
                .orElseThrow(() -> new ApiException(404, "no such special report",
                        "number " + number + " is not known here; see " + request.path().replaceAll("/[^/]*$", "")));
        new Shown(List.of(request.pathParam("id")), 1).of(request);
        if (name.group(2).equals("json")) {
            request.contentType("application/json").result(RecordJson.write(kept).toString());
        } else {
            request.contentType("application/cap+xml; charset=utf-8").result(cap(kept, all));
        }
    }

    private String cap(SpecialReportFile kept, List<SpecialReportFile> all) {
        if (!isSent(kept)) {
            throw new ApiException(404, "not sent", "a draft is no CAP message; a second person signs it with sign="
                    + kept.getReport().getNumber());
        }
        List<SpecialReport> earlier = all.stream().filter(SpecialReportsOut::isSent).map(SpecialReportFile::getReport)
                .filter(report -> report.getNumber() < kept.getReport().getNumber()).toList();
        return new CapDocument(packs.activePack(), packs.activeDirectory()).of(kept.getReport(), earlier);
    }

    private static boolean isSent(SpecialReportFile kept) {
        return kept.getState() == SpecialReportState.SENT || kept.getState() == SpecialReportState.RECEIVED;
    }

    private List<SpecialReportFile> known(Context request) {
        String id = request.pathParam("id");
        if (model.incident(id).isEmpty()) {
            throw new ApiException(404, "no such incident", id + " is not known here; see GET /api/v1/incidents");
        }
        return model.specialReports(id);
    }
}
