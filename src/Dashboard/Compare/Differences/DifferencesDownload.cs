using System.Text;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Comparison.Export;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Http.Extensions;

namespace Angioboard.Dashboard.Compare.Differences;

/// <summary>Serves the differences that a page's address describes, as a file.</summary>
internal static class DifferencesDownload
{
    private const string Json = "json", Csv = "csv", Latex = "tex";

    /// <summary>What viewers are told, as the reason names files.</summary>
    public const string Incomparable = "These runs cannot be compared. A researcher can see why.";

    /// <summary>The endings of the files, and what buttons call them.</summary>
    public static IReadOnlyList<(string Format, string Title)> Formats { get; } = [(Csv, "CSV"), (Latex, "LaTeX"), (Json, "JSON")];

    /// <summary>The address of the differences that the page shows.</summary>
    public static string Address(CompareView view, string format) => new CompareView
    {
        Runs = view.Runs,
        DifferenceSplit = view.DifferenceSplit,
        DifferenceMetric = view.DifferenceMetric,
        Reference = view.Reference,
    }.Address().Replace("compare", $"differences.{format}", StringComparison.Ordinal);

    public static void MapDifferences(this IEndpointRouteBuilder app)
    {
        foreach ((string format, _) in Formats)
        {
            app.MapGet($"differences.{format}",
                (HttpContext context, RunStore runs, RunEvaluations evaluations, RunPredictions predictions, RunDifferences differences,
                    Downloads downloads) =>
                    SendAsync(format, context, new ComparedData(runs, evaluations, predictions), differences, downloads))
                .RequireAuthorization().RequireRateLimiting(RequestLimits.Downloads);
        }
    }

    private static async Task<IResult> SendAsync(
        string format, HttpContext context, ComparedData data, RunDifferences differences, Downloads downloads)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        CompareView view = CompareView.Read(context.Request.GetEncodedUrl());
        data.Select(view.Runs);
        if (DifferencesQuestion.Of(data, view.DifferenceSplit, view.DifferenceMetric, view.Reference) is not { } question)
            return Plain("Fewer than two of these runs have predictions of the same split.", StatusCodes.Status404NotFound);
        try
        {
            ComparisonReport report = await differences.CompareAsync(question, cancellation: context.RequestAborted);
            downloads.Whole(context, string.Join(',', question.Runs.Select(run => run.Run.Id)), $"differences.{format}");
            return Results.File(Encoding.UTF8.GetBytes(Text(format, report, question.Classes)), Type(format), $"differences.{format}");
        }
        catch (InputException e)
        {
            return Plain(context.User.MayLaunch() ? e.Message : Incomparable,
                StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static string Text(string format, ComparisonReport report, IReadOnlyList<string> classes)
    {
        if (format == Json) return ComparisonFile.Text(report) + "\n";
        if (format == Latex) return ComparisonLatex.Text(report);
        using StringWriter writer = new();
        ComparisonCsv.Write(report, classes, writer);
        return writer.ToString();
    }

    private static string Type(string format) => format switch
    {
        Json => "application/json",
        Latex => "text/x-tex; charset=utf-8",
        _ => "text/csv; charset=utf-8",
    };

    private static IResult Plain(string text, int status) => Results.Text(text, "text/plain; charset=utf-8", statusCode: status);
}
