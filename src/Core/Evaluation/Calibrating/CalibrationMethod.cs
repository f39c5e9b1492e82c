namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>The ways to calibrate, as calibration.json names them, from the simplest.</summary>
public static class CalibrationMethod
{
    /// <summary>Probabilities stay as they are.</summary>
    public const string None = "none";

    /// <summary>One temperature.</summary>
    public const string Temperature = "temperature";

    /// <summary>A temperature and a bias of each class.</summary>
    public const string TemperatureAndBias = "temperature_and_bias";
}
