using System.ComponentModel;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Api.V1.Reading.Documents;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The files of a run, by the rules of the pages' downloads.</summary>
internal static class RunFilesReading
{
    private const string Octets = "application/octet-stream";

    public static void MapRunFiles(this RouteGroupBuilder api)
    {
        RouteGroupBuilder run = api.MapGroup("/runs/{experiment}/{train}").WithTags(ReadingRoutes.Tag);
        run.MapGet("/artifacts", List).WithSummary("List the files of a run").Fails(404);
        run.MapMethods("/artifacts/{**name}", [HttpMethods.Get, HttpMethods.Head],
                (string experiment, string train, string name, RunStore runs, HttpContext context, Downloads downloads) =>
                    Answers(context, downloads).File(runs.Require(experiment, train), name, shown: false))
            .RequireRateLimiting(RequestLimits.Downloads).Produces(StatusCodes.Status200OK, contentType: Octets)
            .Produces(StatusCodes.Status206PartialContent, contentType: Octets)
            .WithSummary("Get a file of a run, a part of it (Range), or its size and ETag (HEAD)")
            .Fails(404);
        run.MapGet("/artifacts.zip",
                (string experiment, string train, RunStore runs, HttpContext context, Downloads downloads) =>
                    Answers(context, downloads).Zip(runs.Require(experiment, train)))
            .RequireRateLimiting(RequestLimits.Downloads).Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .WithSummary("Get all files of a run as a zip").Fails(404);
        run.MapGet("/predictions", Predictions)
            .RequireRateLimiting(RequestLimits.Downloads)
            .Produces<PredictionsDocument>(StatusCodes.Status200OK, AnswerFormat.Json.Types[0], AnswerFormat.Csv.Types[0])
            .WithSummary("Get the predictions of a run").Fails(400, 404, 406, 422);
    }

    private static ArtifactListDocument List(string experiment, string train, RunStore runs, HttpContext context)
    {
        Run run = runs.Require(experiment, train);
        string address = $"{RunDocuments.Address(run, context)}/artifacts/";
        return new ArtifactListDocument(run.Id, [.. RunArtifacts.List(run).Select(artifact => new ArtifactDocument(
            artifact.Name, artifact.Length, artifact.Written.UtcDateTime,
            address + string.Join('/', artifact.Name.Split('/').Select(Uri.EscapeDataString))))], RunArtifacts.Sealed(run));
    }

    private static IResult Predictions(
        string experiment, string train, [Description("json or csv [default: by the header Accept, else json]")] string? format,
        RunStore runs, HttpContext context, Downloads downloads)
    {
        Run run = runs.Require(experiment, train);
        AnswerFormat chosen = AnswerFormat.Of(context.Request, format, AnswerFormat.Json, AnswerFormat.Csv);
        return Answers(context, downloads).Predictions(run, $"predictions.{chosen.Name}", splits => chosen == AnswerFormat.Csv
            ? PredictionsCsv.Answer(run, splits)
            : Results.Json(PredictionsDocument.Of(run.Id, run.Settings.ClassNames, splits), ApiJson.Options));
    }

    private static ArtifactAnswers Answers(HttpContext context, Downloads downloads) =>
        new(context, downloads, (text, status) => throw new RefusedException(status, text));
}
