using System.ComponentModel;
using System.Text.Json.Nodes;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Dashboard.Audit;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Exports;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>One run, and its epochs.</summary>
internal static class OneRunReading
{
    public static void MapRun(this RouteGroupBuilder api)
    {
        api.MapGet("/runs/{experiment}/{train}",
                (string experiment, string train, RunStore runs, RunControl control, MachineMonitor machine, HttpContext context) =>
                    RunDocuments.Answer(WithReason(runs.Require(experiment, train), control), context, machine))
            .Produces<RunDocument>().Produces(StatusCodes.Status304NotModified).WithTags(ReadingRoutes.Tag)
            .WithSummary("Get all that is known of a run").Fails(404);
        api.MapGet("/runs/{experiment}/{train}/epochs", Epochs).WithTags(ReadingRoutes.Tag).WithSummary("Get the epochs of a run")
            .Fails(400, 404, 503);
    }

    // Why a run waits changes with what else waits, so only the queue knows it.
    private static Run WithReason(Run run, RunControl control) => run is not { Status: RunStatus.Queued, Reason: null } ? run
        : run with { Reason = control.Queue.FirstOrDefault(entry => entry.RunId == run.Id && entry.Dataset is null)?.Reason };

    private static RunEpochsDocument Epochs(
        string experiment, string train, [Description("Values by name, between commas [default: all]")] string? fields, RunStore runs,
        HttpContext context, Downloads downloads)
    {
        Run run = runs.Require(experiment, train);
        IReadOnlyList<string> names = EpochNames.Choose(QueryText.List(fields), [run], [run]);
        EpochTable table = runs.Epochs([run], names);
        downloads.Repeated(context, AuditActions.ResultDownload, run.Id, "epochs");
        return new RunEpochsDocument(run.Id, [.. Enumerable.Range(0, table.Rows).Select(Row)]);

        JsonObject Row(int row)
        {
            JsonObject values = new() { ["epoch"] = table.Numbers[row] };
            for (int column = 0; column < names.Count; column++) values[names[column]] = table.Column(column)[row];
            return values;
        }
    }
}
