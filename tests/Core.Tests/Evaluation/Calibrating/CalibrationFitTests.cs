using System.Text.Json.Nodes;
using Angioboard.Core.Evaluation.Calibrating;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Tests.Evaluation.Paired;

namespace Angioboard.Core.Tests.Evaluation.Calibrating;

public sealed class CalibrationFitTests
{
    public static TheoryData<string> Cases { get; } = ["five_200_eyes", "five_1000_eyes"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Temperature_and_bias_agree_with_scipy(string name)
    {
        (GoldenRuns golden, JsonNode expected) = Read(name);
        int half = golden.Labels.Length / 2;
        FittedExams fit = Exams(golden, ..half), test = Exams(golden, half..);

        Recalibration one = new(TemperatureFit.Of(fit).Temperature), both = BiasFit.Of(fit)!;

        Assert.Equal((double)expected["fit_loss_before"]!, fit.Loss(Recalibration.None), 1e-9);
        Assert.Equal((double)expected["temperature"]!, one.Temperature, 1e-6);
        Assert.Equal((double)expected["fit_loss_after"]!, fit.Loss(one), 1e-9);
        Assert.Equal((double)expected["test_loss_after"]!, test.Loss(one), 1e-6);
        JsonNode biased = expected["temperature_and_bias"]!;
        Assert.Equal((double)biased["temperature"]!, both.Temperature, 1e-4);
        for (int c = 0; c < 5; c++) Assert.Equal((double)biased["bias"]![c]!, both.Bias![c], 1e-4);
        Assert.Equal((double)biased["fit_loss"]!, fit.Loss(both), 1e-9);
        Assert.Equal((double)biased["test_loss"]!, test.Loss(both), 1e-5);
    }

    [Fact]
    public void A_model_trained_for_another_prior_gets_a_class_bias()
    {
        (GoldenRuns golden, _) = Read("five_1000_eyes");

        RunCalibration calibration = Fit(golden, exams: 1000);

        Assert.Equal(CalibrationMethod.TemperatureAndBias, calibration.Method);
        Assert.Equal(0, calibration.Bias![0]);
        Assert.StartsWith("temperature with class bias has the smallest log loss in 5-fold cross-validation on validation: ",
            calibration.Why, StringComparison.Ordinal);
        Assert.True(calibration.CrossValidatedLogLoss[CalibrationMethod.TemperatureAndBias]
            < calibration.CrossValidatedLogLoss[CalibrationMethod.Temperature]);
        Assert.Empty(calibration.Undefined);
    }

    [Fact]
    public void A_rare_class_rules_out_a_class_bias()
    {
        (GoldenRuns golden, _) = Read("five_200_eyes");

        RunCalibration calibration = Fit(golden, exams: 120);

        Assert.NotEqual(CalibrationMethod.TemperatureAndBias, calibration.Method);
        Assert.Null(calibration.CrossValidatedLogLoss[CalibrationMethod.TemperatureAndBias]);
        Assert.Contains("a class bias needs at least 10 of each class", calibration.Undefined[CalibrationMethod.TemperatureAndBias],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Below_fifty_patients_nothing_is_fitted()
    {
        (GoldenRuns golden, _) = Read("five_200_eyes");

        RunCalibration calibration = Fit(golden, exams: 60);

        Assert.Equal(CalibrationMethod.None, calibration.Method);
        Assert.Equal(1, calibration.Temperature);
        Assert.Equal($"validation has {calibration.Units} patients; a fit needs at least 50", calibration.Why);
        Assert.Equal(60, calibration.Exams);
    }

    [Fact]
    public void Without_labels_in_validation_the_reason_says_so()
    {
        SplitPredictions split = new("validation", [new ExamPrediction("1_L", null, [0.5, 0.5])]);

        RunCalibration calibration = CalibrationFit.Of([split], ["a", "b"], null);

        Assert.Equal("there is no labelled validation split to fit to", calibration.Why);
        Assert.Null(calibration.Data);
    }

    [Fact]
    public void A_perfectly_separated_validation_split_stops_at_the_smallest_temperature()
    {
        SplitPredictions split = new("validation",
            [.. Enumerable.Range(0, 60).Select(i => new ExamPrediction($"{i}_L", i % 2, i % 2 == 0 ? [0.9, 0.1] : [0.2, 0.8]))]);

        RunCalibration calibration = CalibrationFit.Of([split], ["a", "b"], null);

        Assert.Equal(CalibrationMethod.Temperature, calibration.Method);
        Assert.Equal(Math.Exp(-5), calibration.Temperature, 1e-12);
        Assert.EndsWith("; validation is perfectly separated, so the temperature stops at the smallest allowed", calibration.Why,
            StringComparison.Ordinal);
        Assert.Contains("perfectly separated", calibration.Undefined[CalibrationMethod.TemperatureAndBias], StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_a_file_does_not_matter()
    {
        (GoldenRuns golden, _) = Read("five_200_eyes");
        SplitPredictions split = golden.Split("A") with { Split = "validation" };
        Dictionary<string, string> patients = golden.Exams.Zip(golden.Patients).ToDictionary(pair => pair.First, pair => pair.Second);

        RunCalibration first = CalibrationFit.Of([split], golden.Classes, patients),
            second = CalibrationFit.Of([split with { Exams = [.. split.Exams.Reverse()] }], golden.Classes, patients);

        Assert.Equal(first.Data, second.Data);
        Assert.Equal(first.Method, second.Method);
        Assert.Equal(first.Temperature, second.Temperature);
        Assert.Equal(first.CrossValidatedLogLoss, second.CrossValidatedLogLoss);
    }

    private static RunCalibration Fit(GoldenRuns golden, int exams) => CalibrationFit.Of(
        [new SplitPredictions("validation", [.. golden.Split("A").Exams.Take(exams)])], golden.Classes,
        golden.Exams.Zip(golden.Patients).ToDictionary(pair => pair.First, pair => pair.Second));

    private static FittedExams Exams(GoldenRuns golden, Range part) =>
        new([.. golden.Runs["A"][part].Select(row => Recalibration.Logits(row))], golden.Labels[part]);

    internal static (GoldenRuns Runs, JsonNode Expected) Read(string name) => (
        GoldenRuns.Read($"paired_{name}"),
        JsonNode.Parse(File.ReadAllText(GoldenFiles.Path("statistics", "single_run.json")))!["calibration"]!.AsArray()
            .First(block => (string)block!["case"]! == name)!);
}
