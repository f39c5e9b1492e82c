using System.ComponentModel;
using Angioboard.Core;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Api.V1.Answers;
using Angioboard.Dashboard.Audit;
using Angioboard.Dashboard.Compare.Differences;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Comparison;
using Angioboard.Jobs.Comparison.Differences;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Comparing;

namespace Angioboard.Dashboard.Api.V1.Reading;

/// <summary>Differences of runs on the same exams.</summary>
internal static class ComparisonsReading
{
    public static void MapComparisons(this RouteGroupBuilder api) => api.MapGet("/comparisons", CompareAsync)
        .RequireRateLimiting(RequestLimits.Downloads).Produces<ComparisonReport>()
        .WithTags(ReadingRoutes.Tag)
        .WithSummary("Get differences of runs on the same exams, as `angioboard compare --json` prints them").Fails(400, 422);

    private static async Task<IResult> CompareAsync(
        [Description("Ids of two or more runs, between commas")] string? runs,
        [Description("The split to compare on [default: test, or else the first that two runs have]")] string? split,
        [Description("The metric that decides [default: auc_ovr_macro]")] string? metric,
        [Description("The run that each other is compared with [default: the baseline, or else the best on validation]")] string? reference,
        RunStore store, RunEvaluations evaluations, RunPredictions predictions, RunDifferences differences, HttpContext context,
        Downloads downloads)
    {
        IReadOnlyList<string> ids = [.. (QueryText.List(runs) ?? []).Distinct()];
        Require(ids, split, metric, reference, store);
        ComparedData data = new(store, evaluations, predictions);
        data.Select(ids);
        if (split is not null && !DifferencesQuestion.Splits(data).Contains(split))
            throw new InputException($"split: fewer than two of these runs have predictions of “{split}”"
                + (DifferencesQuestion.Splits(data) is { Count: > 0 } splits ? $"; there are {string.Join(", ", splits)}" : ""));
        if (DifferencesQuestion.Of(data, split, metric, reference) is not { } question)
            throw new InputException("runs: fewer than two of these runs have predictions of the same split");
        try
        {
            ComparisonReport report = await differences.CompareAsync(question, cancellation: context.RequestAborted);
            downloads.Whole(context, string.Join(',', question.Runs.Select(run => run.Run.Id)), "comparison.json");
            return Results.Text(ComparisonFile.Text(report) + "\n", "application/json; charset=utf-8");
        }
        catch (InputException e)
        {
            throw new RefusedException(StatusCodes.Status422UnprocessableEntity,
                context.User.MayLaunch() ? e.Problems : [DifferencesDownload.Incomparable]);
        }
    }

    private static void Require(IReadOnlyList<string> ids, string? split, string? metric, string? reference, RunStore store)
    {
        List<string> problems = [];
        if (ids.Count < 2) problems.Add("runs: give the ids of two or more runs, such as runs=study/Train_1,study/Train_2");
        if (ids.Count > ComparedRuns.Most) problems.Add($"runs: {ids.Count} runs; {ComparedRuns.Most} at most");
        problems.AddRange(ids.Where(id => store.Find(id) is null).Select(id => VariantAddress.Parse(id) is null
            ? $"runs: there is no run {id}"
            : $"runs: {id} is a variant of a study, not a run; /comparisons/variants compares variants"));
        if (metric is not null && !DifferencesQuestion.Metrics.Contains(metric))
            problems.Add($"metric: there is no metric “{metric}” with differences; use {string.Join(", ", DifferencesQuestion.Metrics)}");
        if (reference is not null && !ids.Contains(reference)) problems.Add($"reference: {reference} is none of the runs");
        if (problems.Count > 0) throw new InputException(problems);
    }
}
