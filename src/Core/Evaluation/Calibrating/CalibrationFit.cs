using System.Globalization;
using Angioboard.Core.Evaluation.Conformal;
using Angioboard.Core.Evaluation.Predictions;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>
/// Chooses how to calibrate by the validation split: the method with the smallest log loss in cross-validation, and of equal ones the
/// simplest.
/// </summary>
public static class CalibrationFit
{
    /// <summary>Fewest patients for any fit.</summary>
    public const int FewestUnits = 50;

    /// <summary>Fewest patients of each class for a class bias.</summary>
    public const int FewestPerClass = 10;

    private const string Fitting = "validation";

    /// <summary>Chooses and fits.</summary>
    /// <param name="predictions">A model's predictions of all splits.</param>
    /// <param name="classes">Class names, in the order of the probabilities.</param>
    /// <param name="patients">Patient of every labelled exam; null if unknown.</param>
    public static RunCalibration Of(
        IReadOnlyList<SplitPredictions> predictions, IReadOnlyList<string> classes, IReadOnlyDictionary<string, string>? patients)
    {
        ExamPrediction[] exams =
        [
            .. predictions.Where(split => split.Split == Fitting).SelectMany(split => split.Exams).Where(exam => exam.Label is not null)
                .OrderBy(exam => exam.Exam, StringComparer.Ordinal),
        ];
        string unit = patients is null ? "exams" : "patients";
        ExamUnits units = new(
            [.. exams.Select(exam => exam.Exam)], [.. exams.Select(exam => exam.Label!.Value)], classes.Count, patients);
        Choice choice = exams.Length == 0
            ? Choice.Nothing("there is no labelled validation split to fit to")
            : units.Count < FewestUnits
                ? Choice.Nothing($"{Fitting} has {Count(units.Count, unit)}; a fit needs at least {FewestUnits}")
                : Choose(
                    new FittedExams([.. exams.Select(exam => Recalibration.Logits(exam.Probabilities))],
                        [.. exams.Select(exam => exam.Label!.Value)]),
                    units, classes, unit);
        return new RunCalibration
        {
            Classes = classes,
            Method = choice.Method,
            Temperature = choice.Fitted.Temperature,
            Bias = choice.Fitted.Bias,
            Why = choice.Why,
            Split = exams.Length == 0 ? null : Fitting,
            Exams = exams.Length,
            Unit = unit,
            Units = units.Count,
            Data = exams.Length == 0 ? null : units.Key,
            CrossValidatedLogLoss = choice.Losses,
            Undefined = choice.Undefined,
            Conformal = exams.Length == 0 ? null : ConformalFit.Of(exams, units.Members, classes.Count, units.Key),
        };
    }

    private static Choice Choose(FittedExams exams, ExamUnits units, IReadOnlyList<string> classes, string unit)
    {
        FoldLosses losses = new(exams, units.Members, units.Key);
        OrderedDictionary<string, string> undefined = [];
        (double temperature, bool capped) = TemperatureFit.Of(exams);
        double none = exams.Loss(Recalibration.None);
        double? one = losses.Of(fold => new Recalibration(TemperatureFit.Of(fold).Temperature));
        int rare = Enumerable.Range(0, classes.Count).MinBy(units.WithClass);
        Recalibration? biased = null;
        double? both = null;
        if (units.WithClass(rare) < FewestPerClass)
        {
            undefined[CalibrationMethod.TemperatureAndBias] = $"{classes[rare]} has {Count(units.WithClass(rare), unit)} in {Fitting}; "
                + $"a class bias needs at least {FewestPerClass} of each class";
        }
        else if ((biased = BiasFit.Of(exams)) is null || (both = losses.Of(BiasFit.Of)) is null)
        {
            undefined[CalibrationMethod.TemperatureAndBias] = $"{Fitting} does not determine a class bias: a class is perfectly separated";
        }
        OrderedDictionary<string, double?> tried = new()
        {
            [CalibrationMethod.None] = none,
            [CalibrationMethod.Temperature] = one,
            [CalibrationMethod.TemperatureAndBias] = both,
        };
        (string method, double? _) = tried.Where(entry => entry.Value is not null).MinBy(entry => entry.Value);
        Recalibration fitted = method switch
        {
            CalibrationMethod.TemperatureAndBias => biased!,
            CalibrationMethod.Temperature => new Recalibration(temperature),
            _ => Recalibration.None,
        };
        string why = $"{Words(method)} has the smallest log loss in 5-fold cross-validation on {Fitting}: {Text(tried[method])} ("
            + string.Join(", ", tried.Where(entry => entry.Key != method && entry.Value is not null)
                .Select(entry => $"{Words(entry.Key)} {Text(entry.Value)}")) + ")";
        if (capped && method == CalibrationMethod.Temperature) why += Capped(temperature);
        return new Choice(method, fitted, why, tried, undefined);
    }

    private static string Capped(double temperature) => temperature < 1
        ? $"; {Fitting} is perfectly separated, so the temperature stops at the smallest allowed"
        : $"; the probabilities of {Fitting} say nothing about its classes, so the temperature stops at the largest allowed";

    private static string Words(string method) => method switch
    {
        CalibrationMethod.None => "no calibration",
        CalibrationMethod.Temperature => "temperature",
        _ => "temperature with class bias",
    };

    private static string Text(double? loss) => loss!.Value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Count(int count, string unit) => count == 1 ? $"1 {unit[..^1]}" : $"{count} {unit}";

    private sealed record Choice(
        string Method, Recalibration Fitted, string Why, OrderedDictionary<string, double?> Losses,
        OrderedDictionary<string, string> Undefined)
    {
        public static Choice Nothing(string why) => new(
            CalibrationMethod.None, Recalibration.None, why,
            new()
            {
                [CalibrationMethod.None] = null,
                [CalibrationMethod.Temperature] = null,
                [CalibrationMethod.TemperatureAndBias] = null,
            },
            []);
    }
}
