using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Papers.CrossValidation;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Dashboard.Studies;

/// <summary>Serves a study's plan, and its results as its finished runs give them.</summary>
internal static class StudyDownload
{
    private const string ForViewers = "The files of this study cannot be used as they are. A researcher can see why.";

    public static void MapStudies(this IEndpointRouteBuilder app)
    {
        foreach (string name in new[] { StudyAddress.Results, StudyAddress.Csv, StudyAddress.Latex, StudyAddress.Pdf })
        {
            app.MapGet($"studies/{{experiment}}/{{study}}/{name}",
                (string experiment, string study, HttpContext context, StudyLibrary library, RunStore runs, StudyReports reports,
                    Downloads downloads) => SendResultsAsync(experiment, study, name, context, library, runs, reports, downloads))
                .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
        }
        app.MapGet($"studies/{{experiment}}/{{study}}/{StudyAddress.Plan}", SendPlan)
            .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
    }

    private static async Task<IResult> SendResultsAsync(string experiment, string study, string name, HttpContext context,
        StudyLibrary library, RunStore runs, StudyReports reports, Downloads downloads)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        if (library.Find(experiment, study) is not { } found) return Missing();
        StudyRuns own = StudyRuns.Of(found, runs.All);
        if (SealedStudies.AreHidden(own, runs.Seals)) return Plain(SealedStudies.Words, StatusCodes.Status404NotFound);
        try
        {
            if (await ContentAsync(own, name, reports, context.RequestAborted) is not { } content)
                return Plain("No run of this study has predictions yet.", StatusCodes.Status404NotFound);
            downloads.Whole(context, found.Id, name);
            return Results.File(content, Type(name), name);
        }
        catch (InputException e)
        {
            return Plain(context.User.MayLaunch() ? e.Message : ForViewers, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<byte[]?> ContentAsync(
        StudyRuns study, string name, StudyReports reports, CancellationToken cancellation)
    {
        if (name == StudyAddress.Pdf)
            return await reports.ReportAsync(study, cancellation) is { } reported ? CrossvalPdf.Bytes(reported) : null;
        if (await reports.FindAsync(study, cancellation: cancellation) is not { } results) return null;
        return Encoding.UTF8.GetBytes(name switch
        {
            StudyAddress.Csv => StudyCsv.Text(results),
            StudyAddress.Latex => StudyLatex.Text(study.Study.Name, results),
            _ => StudyResultsFile.Text(results) + "\n",
        });
    }

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".pdf" => "application/pdf",
        ".csv" => "text/csv; charset=utf-8",
        ".tex" => "application/x-tex",
        _ => "application/json",
    };

    private static IResult SendPlan(
        string experiment, string study, HttpContext context, StudyLibrary library, Downloads downloads)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        if (library.Find(experiment, study) is not { } found) return Missing();
        bool mayLaunch = context.User.MayLaunch();
        if (found.Plan is not { } plan)
            return Plain(mayLaunch ? string.Join('\n', found.Problems) : ForViewers, StatusCodes.Status422UnprocessableEntity);
        downloads.Whole(context, found.Id, StudyAddress.Plan);
        return Results.File(Encoding.UTF8.GetBytes(StudyPlanFile.Text(mayLaunch ? plan : WithoutPaths(plan))), Type(StudyAddress.Plan),
            StudyAddress.Plan);
    }

    // Viewers need not know which folders this machine has.
    private static StudyPlan WithoutPaths(StudyPlan plan) => plan with
    {
        Settings = PathSettings.Change(plan.Settings, Last),
        Variants = [.. plan.Variants.Select(variant => variant with
        {
            Settings = new JsonObject(variant.Settings.Select(setting => KeyValuePair.Create(setting.Key, WithoutPath(setting)))),
        })],
        Folds = plan.Folds is FileFolds files
            ? new FileFolds([.. files.Files.Select(file => Path.GetFileName(file))]) { Sha256 = files.Sha256 }
            : plan.Folds,
    };

    private static JsonNode? WithoutPath(KeyValuePair<string, JsonNode?> setting) =>
        setting.Value is JsonValue value && value.TryGetValue(out string? text) ? Last(setting.Key, text) : setting.Value?.DeepClone();

    private static string Last(string name, string value) =>
        PathSettings.MayBePath(name, value) ? Path.GetFileName(value.TrimEnd('/')) : value;

    private static IResult Missing() => Plain("There is no such study.", StatusCodes.Status404NotFound);

    private static IResult Plain(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);
}
