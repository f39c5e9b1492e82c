using Angioboard.Core;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Files;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api;

/// <summary>Downloads of a run: one file, all of them as a zip, the predictions as CSV.</summary>
internal static class Artifacts
{
    private static readonly Dictionary<string, string> types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = "application/json",
        [".jsonl"] = "application/jsonl",
        [".pdf"] = "application/pdf",
        [".csv"] = "text/csv; charset=utf-8",
        [".log"] = "text/plain; charset=utf-8",
        [".txt"] = "text/plain; charset=utf-8",
    };

    public static void MapArtifacts(this WebApplication app)
    {
        RouteGroupBuilder run = app.MapGroup("/api/runs/{experiment}/{train}").AddEndpointFilter(async (context, next) =>
        {
            // Any file of a run may contain exams' names.
            context.HttpContext.Response.Headers.CacheControl = "private, no-store";
            return await next(context);
        }).RequireRateLimiting(RequestLimits.Downloads);
        run.MapGet("/artifacts/{**name}", File);
        run.MapGet("/artifacts.zip", Zip);
        run.MapGet("/predictions.csv", Predictions);
    }

    private static IResult File(string experiment, string train, string name, [FromQuery]
        bool? download, RunStore runs, HttpContext context, Downloads downloads)
    {
        if (runs.Find($"{experiment}/{train}") is not { } run)
            return NoRun(experiment, train);
        if (new RunDownloads(run).IsSealed(name))
            return Missing($"{name} of {run.Id} is not served: it may have figures of a test split that is sealed.");
        if (new RunDownloads(run).Find(name) is not { } file)
            return Missing($"{run.Id} has no artifact of this name: see the run's list of artifacts.");
        try
        {
            // A log or checkpoint may grow or be replaced while it is read.
            FileStream stream = new RunDownloads(run).Open(file);
            downloads.Part(context, run.Id, file.Name);
            string type = types.GetValueOrDefault(file.Extension, "application/octet-stream");
            bool inline = download != true && file.Extension.Equals(".pdf", StringComparison.OrdinalIgnoreCase);
            return Results.Stream(stream, type, inline ? null : file.Name, file.LastWriteTimeUtc, enableRangeProcessing: true);
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            return Missing($"{file.Name} of {run.Id} can no longer be read: reload the page.");
        }
    }

    private static IResult Zip(string experiment, string train, RunStore runs, HttpContext context, Downloads downloads)
    {
        if (runs.Find($"{experiment}/{train}") is not { } run)
            return NoRun(experiment, train);
        downloads.Whole(context, run.Id, "all files");
        // .NET's zip writer writes the last bytes of each entry synchronously, even with async calls.
        if (context.Features.Get<IHttpBodyControlFeature>() is { } body)
            body.AllowSynchronousIO = true;
        return Results.Stream(output => RunZip.WriteAsync(new RunDownloads(run), run.Train, output), "application/zip",
            $"{run.Experiment}-{run.Train}.zip");
    }

    private static IResult Predictions(string experiment, string train, RunStore runs, HttpContext context, Downloads downloads)
    {
        if (runs.Find($"{experiment}/{train}") is not { } run)
            return NoRun(experiment, train);
        // The splits that are not sealed are in this one, though the file itself is kept back.
        if (RunDownloads.Predictions(run) is not { } file)
            return Missing($"{run.Id} has no predictions yet: they are available when it has finished.");
        try
        {
            IReadOnlyList<SplitPredictions> splits =
                [.. PredictionsFile.Read(file.FullName).Where(split => run.Hidden.Of(null, split.Split) is null)];
            downloads.Whole(context, run.Id, "predictions.csv");
            return Results.Stream(body => PredictionsCsv.WriteAsync(splits, run.Settings, body), "text/csv; charset=utf-8",
                $"{run.Experiment}-{run.Train}-predictions.csv");
        }
        catch (InputException e)
        {
            return Results.Text(context.User.MayLaunch() ? e.Message
                : $"The predictions of {run.Id} cannot be read. A researcher can see why.", "text/plain; charset=utf-8",
                statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static IResult NoRun(string experiment, string train) =>
        Missing($"There is no run {experiment}/{train}: it may have been deleted. See the list of runs.");

    private static IResult Missing(string text) =>
        Results.Text(text, "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
}
