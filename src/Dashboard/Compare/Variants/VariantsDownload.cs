using System.Text;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Compare.Differences;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Papers.CrossValidation;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Comparing;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;
using Microsoft.AspNetCore.Http.Extensions;

namespace Angioboard.Dashboard.Compare.Variants;

/// <summary>Serves the comparison of variants that a page's address describes, as a file.</summary>
internal static class VariantsDownload
{
    private const string Json = "json", Latex = "tex";

    /// <summary>What viewers are told, as the reason names files.</summary>
    public const string Incomparable = "These variants cannot be compared. A researcher can see why.";

    public static void MapVariants(this IEndpointRouteBuilder app)
    {
        foreach ((string format, _) in DifferencesDownload.Formats)
        {
            app.MapGet($"variants.{format}",
                (HttpContext context, StudyLibrary library, RunStore runs, VariantReports reports, Downloads downloads) =>
                    SendAsync(format, context, library, runs, reports, downloads))
                .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
        }
    }

    private static async Task<IResult> SendAsync(
        string format, HttpContext context, StudyLibrary library, RunStore runs, VariantReports reports, Downloads downloads)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        VariantsView view = VariantsView.Read(context.Request.GetEncodedUrl());
        ChosenVariants chosen = ChosenVariants.Of(view.Variants, library, runs);
        if (chosen.Variants.Count < 2) return Plain("Fewer than two of these are variants of studies.", StatusCodes.Status404NotFound);
        if (chosen.AreHidden(runs.Seals)) return Plain(SealedStudies.Words, StatusCodes.Status404NotFound);
        try
        {
            VariantsReport report = await reports.CompareAsync(
                chosen, CompareVariantsPage.OptionsOf(view, chosen), cancellation: context.RequestAborted);
            downloads.Whole(context, string.Join(',', chosen.Studies.Select(study => study.Study.Id)), $"variants.{format}");
            return Results.File(Encoding.UTF8.GetBytes(Text(format, report.Results)), Type(format), $"variants.{format}");
        }
        catch (InputException e)
        {
            return Plain(context.User.MayLaunch() ? e.Message : Incomparable, StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static string Text(string format, StudyResults results) => format switch
    {
        Json => StudyResultsFile.Text(results) + "\n",
        Latex => StudyLatex.Text("comparison", results),
        _ => StudyCsv.Text(results),
    };

    private static string Type(string format) => format switch
    {
        Json => "application/json",
        Latex => "text/x-tex; charset=utf-8",
        _ => "text/csv; charset=utf-8",
    };

    private static IResult Plain(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);
}
