using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Comparing;
using Angioboard.Core.Evaluation.Studies.Pooling;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Compare.Variants;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Comparing;
using Angioboard.Jobs.Studies.Library;
using Angioboard.Jobs.Studies.Results;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Differences of variants of studies on the same exams.</summary>
internal static class VariantComparisonsReading
{
    public static void MapVariantComparisons(this RouteGroupBuilder api) => api.MapGet("/comparisons/variants", CompareAsync)
        .RequireRateLimiting(RequestLimits.Downloads).Produces<StudyResults>()
        .WithTags(ReadingRoutes.Tag)
        .WithSummary("Get differences of variants of studies, as `angioboard compare Study_1:… --json` prints them").Fails(400, 404, 422);

    private static async Task<IResult> CompareAsync(
        [Description("A variant, such as demo/Study_1:lr=0.001; give two or more")] string[]? variant,
        [Description("The metric that decides [default: that of the first variant's study]")] string? metric,
        [Description("The variant that each other is compared with [default: the baseline, or else the best on validation]")]
        string? reference,
        StudyLibrary library, RunStore runs, VariantReports reports, HttpContext context, Downloads downloads)
    {
        ChosenVariants chosen = ChosenVariants.Of(variant ?? [], library, runs);
        Require(chosen, metric, reference);
        if (chosen.AreHidden(runs.Seals)) throw new RefusedException(StatusCodes.Status404NotFound, SealedStudies.Words);
        try
        {
            string? against = chosen.Variants.FirstOrDefault(one => $"{one.Address}" == reference)?.Name;
            VariantsReport report = await reports.CompareAsync(
                chosen, new ComparedVariantsOptions(metric, against), cancellation: context.RequestAborted);
            downloads.Whole(context, string.Join(',', chosen.Studies.Select(study => study.Study.Id)), "variants.json");
            return Results.Text(StudyResultsFile.Text(report.Results) + "\n", "application/json; charset=utf-8");
        }
        catch (InputException e)
        {
            throw new RefusedException(StatusCodes.Status422UnprocessableEntity,
                context.User.MayLaunch() ? e.Problems : [VariantsDownload.Incomparable]);
        }
    }

    private static void Require(ChosenVariants chosen, string? metric, string? reference)
    {
        List<string> problems = [.. chosen.Unknown.Select(unknown => $"variant: “{unknown.Address}”: {unknown.Why}")];
        if (problems.Count == 0 && chosen.Variants.Count < 2)
            problems.Add("variant: give two or more, such as variant=demo/Study_1:lr=0.001&variant=demo/Study_1:lr=0.01");
        if (chosen.LeftOut.Count > 0)
            problems.Add($"variant: {chosen.Variants.Count + chosen.LeftOut.Count} variants; {ChosenVariants.Most} at most");
        if (metric is not null && !FoldedMetrics.Names.Contains(metric))
            problems.Add($"metric: there is no metric “{metric}” with differences; use {string.Join(", ", FoldedMetrics.Names)}");
        if (reference is not null && chosen.Variants.All(one => $"{one.Address}" != reference))
            problems.Add($"reference: {reference} is none of the variants");
        if (problems.Count > 0) throw new InputException(problems);
    }
}
