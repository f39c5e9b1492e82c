using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Tests.Evaluation.Paired;

namespace Angioboard.Core.Tests.Evaluation.Calibrating;

public sealed class CalibrationCheckTests
{
    [Fact]
    public void Metrics_after_calibration_agree_with_scipy_and_their_difference_has_an_interval_by_patients()
    {
        (GoldenRuns golden, JsonNode expected) = CalibrationFitTests.Read("five_1000_eyes");

        (EvaluationReport report, RunCalibration calibration) = Evaluate(golden, resamples: 500);

        Assert.Equal(CalibrationMethod.TemperatureAndBias, calibration.Method);
        SplitReport test = report.Splits["test"];
        CalibrationEffect loss = test.Calibrated!.Metrics[MetricNames.LogLoss];
        Assert.Equal(test.Metrics[MetricNames.LogLoss]!.Value, loss.Before, 1e-12);
        Assert.Equal((double)expected["temperature_and_bias"]!["test_loss"]!, loss.After, 1e-5);
        Assert.Equal(loss.After - loss.Before, loss.Difference, 1e-15);
        Assert.True(loss.Paired!.High < 0, $"{loss.Paired.High}");
        Assert.True(loss.Paired.P < 0.05);
        Assert.Null(test.Calibrated.Metrics[MetricNames.Ece].Paired!.P);
        Assert.False(test.Calibrated.FittedHere);
        Assert.True(report.Splits["validation"].Calibrated!.FittedHere);
        Assert.Equal(15, test.Calibrated.Reliability.Count);
    }

    [Fact]
    public void The_same_predictions_give_the_same_bytes()
    {
        (GoldenRuns golden, _) = CalibrationFitTests.Read("five_200_eyes");
        using TemporaryFolder folder = new();

        for (int time = 0; time < 2; time++)
        {
            (EvaluationReport report, RunCalibration calibration) = Evaluate(golden, resamples: 50);
            EvaluationFile.Write(folder.File($"evaluation{time}.json"), report);
            CalibrationFile.Write(folder.File($"calibration{time}.json"), calibration);
        }

        Assert.Equal(File.ReadAllBytes(folder.File("evaluation0.json")), File.ReadAllBytes(folder.File("evaluation1.json")));
        Assert.Equal(File.ReadAllBytes(folder.File("calibration0.json")), File.ReadAllBytes(folder.File("calibration1.json")));
        RunCalibration read = CalibrationFile.Find(folder.File("calibration0.json"))!;
        Assert.Equal(Evaluate(golden, resamples: 50).Calibration.Temperature, read.Temperature);
        EvaluationFile.Write(folder.File("again.json"), EvaluationFile.Read(folder.File("evaluation0.json")));
        Assert.Equal(File.ReadAllBytes(folder.File("evaluation0.json")), File.ReadAllBytes(folder.File("again.json")));
    }

    [Fact]
    public void A_file_of_an_older_version_still_reads()
    {
        (GoldenRuns golden, _) = CalibrationFitTests.Read("five_200_eyes");
        using TemporaryFolder folder = new();
        EvaluationFile.Write(folder.File("evaluation.json"), Evaluate(golden, resamples: 2).Report);
        JsonNode json = JsonNode.Parse(File.ReadAllText(folder.File("evaluation.json")))!;
        foreach (JsonNode? split in json["splits"]!.AsObject().Select(split => split.Value))
        {
            split!.AsObject().Remove("calibrated");
            foreach (JsonNode? bin in split["calibration"]!.AsArray()) bin!.AsObject().Remove("if_calibrated");
        }
        File.WriteAllText(folder.File("evaluation.json"), json.ToJsonString());

        EvaluationReport read = EvaluationFile.Read(folder.File("evaluation.json"));

        Assert.Null(read.Splits["test"].Calibrated);
        Assert.All(read.Splits["test"].Calibration, bin => Assert.Null(bin.IfCalibrated));
        Assert.Null(CalibrationFile.Find(folder.File("calibration.json")));
    }

    [Fact]
    public void A_damaged_calibration_is_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("calibration.json"), """{"method": "temperature"}""");

        InputException e = Assert.Throws<InputException>(() => CalibrationFile.Find(folder.File("calibration.json")));

        Assert.Contains("not a calibration", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_slope_says_how_much_too_extreme_probabilities_are(double sharpening)
    {
        ScoredExams exams = Simulated(4000, sharpening, seed: 7);

        CalibrationLine line = CalibrationLines.Of(exams, 1, [.. Enumerable.Range(0, exams.Count).Select(i => i / 2)]);

        Assert.InRange(1 / sharpening, line.Slope!.Low!.Value, line.Slope.High!.Value);
        Assert.InRange(line.Slope.Value, 0.9 / sharpening, 1.1 / sharpening);
        if (sharpening == 1) Assert.InRange(0, line.InTheLarge!.Low!.Value, line.InTheLarge.High!.Value);
    }

    [Fact]
    public void A_class_that_is_absent_or_perfectly_separated_has_a_reason_instead_of_a_line()
    {
        ScoredExams exams = new([0, 0, 1, 1], [[0.9, 0.1, 0], [0.8, 0.2, 0], [0.1, 0.9, 0], [0.3, 0.7, 0]], 3);

        CalibrationLine separated = CalibrationLines.Of(exams, 1, [0, 1, 2, 3]), absent = CalibrationLines.Of(exams, 2, [0, 1, 2, 3]);

        Assert.NotNull(separated.InTheLarge);
        Assert.Null(separated.Slope);
        Assert.Contains("perfectly separated", separated.Undefined, StringComparison.Ordinal);
        Assert.Equal("this class has no exams in the split", absent.Undefined);
    }

    [Theory]
    [InlineData(1, 0, 3)]
    [InlineData(4, 5, 15)]
    public void Bins_of_a_calibrated_model_lie_within_their_bars_and_those_of_an_overconfident_one_outside(
        double sharpening, int fewest, int most)
    {
        ScoredExams exams = Simulated(2000, sharpening, seed: 3);

        CalibrationBin[] bins = ConsistencyBars.Add(exams, new([.. exams.Labels.Select((_, i) => $"{i}")], exams.Labels, 3, null), "test");

        Assert.All(bins, bin => Assert.Equal(bin.Exams == 0, bin.IfCalibrated is null));
        Assert.InRange(bins.Count(bin => bin.IfCalibrated is { } bar && (bin.Accuracy < bar.Low || bin.Accuracy > bar.High)), fewest, most);
    }

    private static (EvaluationReport Report, RunCalibration Calibration) Evaluate(GoldenRuns golden, int resamples)
    {
        IReadOnlyList<ExamPrediction> exams = golden.Split("A").Exams;
        int half = exams.Count / 2;
        Dictionary<string, string> patients = golden.Exams.Zip(golden.Patients).ToDictionary(pair => pair.First, pair => pair.Second);
        return Evaluator.Calibrate(
            [new SplitPredictions("validation", [.. exams.Take(half)]), new SplitPredictions("test", [.. exams.Skip(half)])],
            new EvaluationOptions(golden.Classes, patients, resamples), null, TestContext.Current.CancellationToken);
    }

    // Labels drawn from the probabilities, which are then made sharper.
    private static ScoredExams Simulated(int count, double sharpening, long seed)
    {
        SeededRandom random = new(seed, "calibration");
        int[] labels = new int[count];
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double[] logits = [.. Enumerable.Range(0, 3).Select(_ => 1.2 * random.NextNormal())], p = SyntheticPredictions.Softmax(logits);
            double draw = random.NextDouble();
            labels[i] = draw < p[0] ? 0 : draw < p[0] + p[1] ? 1 : 2;
            rows[i] = SyntheticPredictions.Softmax([.. logits.Select(z => z * sharpening)]);
        }
        return new ScoredExams(labels, rows, 3);
    }
}
