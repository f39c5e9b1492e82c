using Angioboard.Dashboard.Api;
using Angioboard.Dashboard.Limits;

namespace Angioboard.Dashboard.Studies.Ensembles;

/// <summary>Serves the files of ensembles.</summary>
internal static class EnsembleDownload
{
    private const string Ensemble = "studies/{experiment}/{study}/ensembles/{name}";

    public static void MapEnsembles(this IEndpointRouteBuilder app)
    {
        app.MapGet(Ensemble + "/{file}",
                (string experiment, string study, string name, string file, HttpContext context, [AsParameters] EnsembleParts parts) =>
                    Answers(context, parts).File(experiment, study, name, file))
            .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
        app.MapGet(Ensemble + "/on/{dataset}/{file}",
                (string experiment, string study, string name, string dataset, string file, HttpContext context,
                    [AsParameters] EnsembleParts parts) =>
                    Answers(context, parts).OnDataAsync(experiment, study, name, dataset, file))
            .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
    }

    private static EnsembleAnswers Answers(HttpContext context, EnsembleParts parts) =>
        new(context, parts, (text, status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status));
}
