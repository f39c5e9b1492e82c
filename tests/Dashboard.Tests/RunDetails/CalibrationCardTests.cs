using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Selective;
using Angioboard.Dashboard.RunDetails;
using Angioboard.Dashboard.RunDetails.Evaluation;
using Angioboard.Dashboard.RunDetails.Predictions;
using Angioboard.Jobs.Runs;
using AngleSharp.Dom;
using Bunit;

namespace Angioboard.Dashboard.Tests.RunDetails;

public sealed class CalibrationCardTests
{
    [Fact]
    public async Task The_evaluation_says_how_probabilities_are_calibrated_and_what_it_changes()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteCalibratedResults();

        IRenderedComponent<RunPage> page = context.Page("?tab=evaluation");

        string card = page.Find(".calibration").TextContent;
        Assert.Contains("The probabilities are calibrated by a temperature", card, StringComparison.Ordinal);
        Assert.Contains("has the smallest log loss in 5-fold cross-validation on validation", card, StringComparison.Ordinal);
        Assert.DoesNotContain("It was fitted to this split", card, StringComparison.Ordinal);
        Assert.Equal(["Log loss", "Brier score", "Expected calibration error"],
            page.FindAll(".calibration-table")[0].QuerySelectorAll("tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("If the doctor reads the 20 % of exams that the model is least sure of, ", card, StringComparison.Ordinal);
        Assert.Contains("Sets of classes", card, StringComparison.Ordinal);
        Assert.Contains("It was fitted to this split", context.Page("?tab=evaluation&split=validation").Find(".calibration").TextContent,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_of_an_older_version_still_shows_without_a_calibration()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteResults();

        IRenderedComponent<RunPage> page = context.Page("?tab=evaluation");

        Assert.Empty(page.FindAll(".calibration-table"));
        Assert.DoesNotContain("calibrated by", page.Find(".calibration").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predictions_show_the_classes_that_each_exam_may_have()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteCalibratedResults();

        IRenderedComponent<RunPage> page = context.Page("?tab=predictions&exam=t0_L");

        Assert.Equal("May be", page.FindAll(".predictions thead th")[^1].TextContent.Trim());
        Assert.All(page.FindAll(".predictions tbody tr"), row => Assert.Equal("one of: sick, well", row.Children[^1].TextContent.Trim()));
        Assert.Contains("(one of: sick, well)", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operating_point_counts_of_100_exams_what_is_found_missed_and_called_wrongly()
    {
        await using RunPageContext context = new();
        context.Add(run => run with { Status = RunStatus.Finished });
        context.WriteCalibratedResults();
        IRenderedComponent<RunPage> page = context.Page("?tab=evaluation");

        await page.Find(".operating input").InputAsync(new() { Value = "0.5" });

        Assert.Equal("Of 100 such exams, sick is found in 33 and missed in 17; 17 others are called sick wrongly.",
            page.Find(".operating-result").TextContent);
        // The point is on the curve, and said in words.
        AngleSharp.Dom.IElement point = page.Find(".operating-point");
        Assert.Contains($"{point.GetAttribute("cx")},{point.GetAttribute("cy")}", page.Find(".operating-curve").GetAttribute("points")!
            .Split(' '));
        Assert.Equal("Sensitivity 0.667, specificity 0.667.", page.Find(".operating-rates").TextContent);
        Assert.Equal("ROC curve of sick. At this threshold, sensitivity 0.667, specificity 0.667.",
            page.Find(".operating-roc").GetAttribute("aria-label"));
        await page.Find(".operating input").InputAsync(new() { Value = "0.99" });
        Assert.Contains("found in 0 and missed in 50; 0 others are", page.Find(".operating-result").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Risks_are_told_in_whole_percent_and_small_ones_with_a_decimal()
    {
        Assert.Equal(
            "If the doctor reads the 20 % of exams that the model is least sure of, 4 % instead of 11 % of the rest are wrong "
                + "(0.4 to 7 %).",
            CalibrationText.Of(new RiskOfRest(0.2, 80, 0.04, new Interval(0.004, 0.07, 0), 0.11)));
    }

    [Fact]
    public void Sets_are_told_in_words()
    {
        string[] classes = ["Leakage", "Staining"];

        Assert.Equal("one of: Leakage, Staining", SetText.Of(classes, [0, 1]));
        Assert.Equal("Staining", SetText.Of(classes, [1]));
        Assert.Equal("no class is probable enough", SetText.Of(classes, []));
    }
}
