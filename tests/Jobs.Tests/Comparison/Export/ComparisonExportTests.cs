using Angioboard.Core;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired;
using Angioboard.Core.Evaluation.Paired.Resampling;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Jobs.Comparison.Export;

namespace Angioboard.Jobs.Tests.Comparison.Export;

public sealed class ComparisonExportTests
{
    private static readonly ComparisonReport report = Compare(("good_run", 3), ("poor & slow", 0.2));

    [Fact]
    public void A_better_run_is_named_first_whichever_way_the_metric_goes()
    {
        PairReport pair = report.Pairs.Values.Single();

        string area = ComparisonSentence.Of(report, pair, MetricNames.AucOvrMacro);
        string loss = ComparisonSentence.Of(report, pair, MetricNames.LogLoss);

        Assert.Matches(@"^good_run is better than poor & slow in AUC \(one-vs-rest, macro\): 0\.\d{3} higher \(95 % interval 0\.\d{3} to "
            + @"0\.\d{3}; p [=<] 0\.\d{3}; 90 exams\)\.$", area);
        Assert.Matches(@"^good_run is better than poor & slow in log loss: [01]\.\d{3} lower \(95 % interval [01]\.\d{3} to ", loss);
    }

    [Fact]
    public void A_worse_first_run_is_named_second()
    {
        ComparisonReport turned = Compare(("poor", 0.2), ("good", 3));

        Assert.StartsWith("good is better than poor in accuracy: 0.",
            ComparisonSentence.Of(turned, turned.Pairs["poor-good"], MetricNames.Accuracy), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_shown_difference_it_says_what_would_show_one()
    {
        ComparisonReport alike = Compare(("A", 1), ("B", 1.05));

        string sentence = ComparisonSentence.Of(alike, alike.Pairs["A-B"], MetricNames.Accuracy);

        Assert.Matches(@"^No difference between A and B is shown in accuracy: [+-]?0\.\d{3} \(95 % interval -0\.\d{3} to 0\.\d{3}; p = "
            + @"0\.\d{3}; 90 exams\)\. A study like this one shows differences from 0\.\d{3} on; "
            + @"one of 0\.\d{3} would need [\d,]+ exams\.$",
            sentence);
    }

    [Fact]
    public void Without_an_interval_it_says_why()
    {
        PairReport pair = report.Pairs.Values.Single();
        PairReport bare = pair with
        {
            Intervals = new OrderedDictionary<string, MetricDifference>
            {
                [MetricNames.Accuracy] = new MetricDifference { LeftOut = 0, Undefined = "class 2 has 1 patient" },
            },
        };

        Assert.Matches(@"^good_run is 0\.\d{3} higher than poor & slow in accuracy, without an interval: class 2 has 1 patient\.$",
            ComparisonSentence.Of(report, bare, MetricNames.Accuracy));
    }

    [Fact]
    public void A_difference_that_is_shown_as_0_is_not_given_as_a_size()
    {
        PairReport pair = report.Pairs.Values.Single();

        Assert.Equal("good_run and poor & slow are equal in Cohen's kappa, without an interval: few.", Sentence(0, null, null));
        Assert.Equal("good_run is less than 0.001 higher than poor & slow in Cohen's kappa, without an interval: few.",
            Sentence(0.0004, null, null));
        Assert.EndsWith("on; one of 0.004 would need 9 exams.", Sentence(0.004, -0.1, 0.1), StringComparison.Ordinal);
        Assert.EndsWith("A study like this one shows differences from 0.200 on.", Sentence(0.0004, -0.1, 0.1), StringComparison.Ordinal);
        Assert.StartsWith("good_run is better than poor & slow in Cohen's kappa: less than 0.001 higher (95 %",
            Sentence(0.0004, 0.0001, 0.1), StringComparison.Ordinal);

        string Sentence(double difference, double? low, double? high) => ComparisonSentence.Of(report, pair with
        {
            Difference = new OrderedDictionary<string, double?> { [MetricNames.Kappa] = difference },
            Intervals = new OrderedDictionary<string, MetricDifference>
            {
                [MetricNames.Kappa] = new MetricDifference
                {
                    LeftOut = 0, Low = low, High = high, SmallestDifference = 0.2, PatientsNeeded = 9, Undefined = "few",
                },
            },
        }, MetricNames.Kappa);
    }

    [Fact]
    public void The_table_has_a_row_for_each_metric_and_two_for_each_class()
    {
        using StringWriter writer = new();

        ComparisonCsv.Write(report, ["a", "b", "c"], writer);

        string[][] rows = [.. writer.ToString().TrimEnd().Split("\r\n").Select(line => line.Split(','))];
        Assert.Equal(1 + PairedMetrics.Names.Count + 2 * 3, rows.Length);
        Assert.All(rows, row => Assert.True(row.Length >= rows[0].Length, string.Join(',', row)));
        string[] recall = rows.Single(row => row[2] == "b" && row[3] == "recall");
        Assert.Equal(double.Parse(recall[4], null) - double.Parse(recall[5], null), double.Parse(recall[6], null), 1e-12);
        Assert.Equal("good_run", rows[1][0]);
    }

    [Fact]
    public void Latex_escapes_what_it_would_read()
    {
        string text = ComparisonLatex.Text(report);

        Assert.Contains(@" & good\_run & poor \& slow & Difference (95\,\% interval) & $p$ \\", text, StringComparison.Ordinal);
        Assert.Matches(
            @"(?m)^Log loss & 0\.\d{3} & \d\.\d{3} & \$-\d\.\d{3}\$ \(\$-\d\.\d{3}\$ to \$-\d\.\d{3}\$\) & (\$<0\.001\$|0\.\d{3}) \\\\$",
            text);
        Assert.Matches(@"(?m)^Expected calibration error .+ & -- \\\\$", text);
        Assert.Equal(text.Split("\\begin{tabular}").Length, text.Split("\\end{tabular}").Length);
    }

    [Fact]
    public void Names_with_commas_are_quoted_in_lists_and_runs_are_sorted_by_whether_they_differ_from_the_reference()
    {
        ComparisonReport several = Compare("poor", ("lr 0.001, seed 1", 3), ("lr 0.001, seed 2", 2.9), ("poor", 0.2), ("other", 0.21));

        string reference = ComparisonSentence.Reference(several)!, best = ComparisonSentence.Best(several)!;

        Assert.Equal("In AUC (one-vs-rest, macro), compared with poor on 90 exams (p < 0.05 after Holm's correction): "
            + "better: “lr 0.001, seed 1”, “lr 0.001, seed 2”; no difference shown: other.", reference);
        Assert.EndsWith(
            "these exams cannot tell it from “lr 0.001, seed 1”.", best, StringComparison.Ordinal);
        Assert.Null(ComparisonSentence.Reference(report));
    }

    [Fact]
    public void A_run_whose_name_has_a_comma_is_quoted_alone_too_and_all_others_are_not_listed()
    {
        ComparisonReport several = Compare("lr 0.001, seed 1", ("lr 0.001, seed 1", 3), ("lr 0.001, seed 2", 2.9), ("other", 3.1));

        Assert.Contains("compared with “lr 0.001, seed 1” on 90 exams", ComparisonSentence.Reference(several), StringComparison.Ordinal);
        Assert.EndsWith("; these exams cannot tell it from any of the others.",
            ComparisonSentence.Best(several), StringComparison.Ordinal);
        Assert.Contains("between “lr 0.001, seed 2” and “lr 0.001, seed 1” is shown",
            ComparisonSentence.Of(several, several.Pairs["lr 0.001, seed 2-lr 0.001, seed 1"], MetricNames.AucOvrMacro),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kappa: class 1 has only 8 patients: mind it.", "Kappa: class “b” has only 8 patients: mind it.")]
    [InlineData("class 0: one patient", "class “a”: one patient")]
    [InlineData("class 2 has 1 patient", "class 2 has 1 patient")]
    [InlineData("class 7 has 1 patient", "class 7 has 1 patient")]
    [InlineData("class 1 is better than other", "class 1 is better than other")]
    public void Notes_name_classes_that_have_names(string note, string shown) =>
        Assert.Equal(shown, ComparisonNote.Named(note, ["a", "b", "2"]));

    [Fact]
    public void Figures_are_rounded_and_missing_ones_a_dash()
    {
        Assert.Equal(("–", "–", "–", "–"), (Figures.Value(null), Figures.Signed(null), Figures.Interval(null, 1), Figures.P(null)));
        Assert.Equal("0.000 to 0.100", Figures.Interval(-0.0004, 0.1));
        Assert.Equal(("+0.072", "-0.072", "0.000"), (Figures.Signed(0.0716), Figures.Signed(-0.0716), Figures.Signed(-0.0001)));
        Assert.Equal(("<0.001", "p < 0.001", "p = 0.031"), (Figures.P(0.0004), Figures.PIs(0.0004), Figures.PIs(0.031)));
    }

    private static ComparisonReport Compare(params (string Name, double Skill)[] runs) => Compare(null, runs);

    private static ComparisonReport Compare(string? reference, params (string Name, double Skill)[] runs)
    {
        PairedRun[] drawn = [.. runs.Select(run =>
        {
            SeededRandom random = new(7, $"{run.Skill}");
            return new PairedRun(run.Name, [.. Enumerable.Range(0, 90).Select(i =>
            {
                double[] powers = [.. Enumerable.Range(0, 3).Select(c => Math.Exp(random.NextNormal() + (c == i % 3 ? run.Skill : 0)))];
                return new ExamPrediction($"{i}", i % 3, [.. powers.Select(power => power / powers.Sum())]);
            })]);
        })];
        return PairedComparison.Of(
            drawn, "test", patients: null, new ComparisonOptions(Reference: reference, Resamples: 500),
            cancellation: TestContext.Current.CancellationToken);
    }
}
