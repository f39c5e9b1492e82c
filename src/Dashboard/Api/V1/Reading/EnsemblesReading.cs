using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Limits;
using Microsoft.AspNetCore.Mvc;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>The files of ensembles, by the rules of the pages' downloads.</summary>
internal static class EnsemblesReading
{
    private const string Json = "application/json";

    public static void MapEnsembles(this RouteGroupBuilder api)
    {
        RouteGroupBuilder ensemble = api.MapGroup("/studies/{experiment}/{study}/ensembles/{name}").WithTags(ReadingRoutes.Tag);
        ensemble.MapGet("/{file}",
                (string experiment, [FromRoute] string study, string name, string file, HttpContext context,
                    [AsParameters] EnsembleParts parts) => Answers(context, parts).File(experiment, study, name, file))
            .RequireRateLimiting(RequestLimits.Downloads).Produces(StatusCodes.Status200OK, contentType: Json)
            .WithSummary("Get a file of an ensemble: ensemble.json, predictions.json, evaluation.json or calibration.json")
            .Fails(404, 422);
        ensemble.MapGet("/on/{dataset}/{file}",
                (string experiment, [FromRoute] string study, string name, string dataset, string file, HttpContext context,
                    [AsParameters] EnsembleParts parts) => Answers(context, parts).OnDataAsync(experiment, study, name, dataset, file))
            .RequireRateLimiting(RequestLimits.Downloads).Produces(StatusCodes.Status200OK, contentType: Json)
            .WithSummary("Get what an ensemble predicts of a dataset: predictions.json, or evaluation.json")
            .Fails(404, 422);
    }

    private static EnsembleAnswers Answers(HttpContext context, EnsembleParts parts) =>
        new(context, parts, (text, status) => throw new RefusedException(status, text));
}
