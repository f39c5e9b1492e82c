using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api;

/// <summary>Downloads of a run: one file, all of them as a zip, the predictions as CSV.</summary>
internal static class Artifacts
{
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
        bool? download, RunStore runs, HttpContext context, Downloads downloads) =>
        runs.Find($"{experiment}/{train}") is { } run
            ? new ArtifactAnswers(context, downloads, Plain).File(run, name, shown: download != true)
            : NoRun(experiment, train);

    private static IResult Zip(string experiment, string train, RunStore runs, HttpContext context, Downloads downloads) =>
        runs.Find($"{experiment}/{train}") is { } run
            ? new ArtifactAnswers(context, downloads, Plain).Zip(run)
            : NoRun(experiment, train);

    private static IResult Predictions(string experiment, string train, RunStore runs, HttpContext context, Downloads downloads) =>
        runs.Find($"{experiment}/{train}") is { } run
            ? new ArtifactAnswers(context, downloads, Plain)
                .Predictions(run, PredictionsCsv.Name, splits => PredictionsCsv.Answer(run, splits))
            : NoRun(experiment, train);

    private static IResult NoRun(string experiment, string train) =>
        Plain($"There is no run {experiment}/{train}: it may have been deleted. See the list of runs.", StatusCodes.Status404NotFound);

    private static IResult Plain(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);
}
