using System.Text.Json;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;

namespace Angioboard.Core.Evaluation.Calibrating;

/// <summary>calibration.json.</summary>
public static class CalibrationFile
{
    /// <summary>Writes it, numbers in full.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, RunCalibration calibration) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, calibration, ReportJson.Indented));

    /// <summary>Reads a file written by <see cref="Write"/>; null where there is none, as in runs of older versions.</summary>
    /// <exception cref="InputException">It is not a calibration, or cannot be read.</exception>
    public static RunCalibration? Find(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            byte[] file = SafeOpen.Bytes(path, FolderOwners.Rule(path, OpenRule.LargestJson));
            ReadOnlySpan<byte> json = JsonText.WithoutMark(file);
            JsonText.Require(json);
            RunCalibration calibration =
                JsonSerializer.Deserialize<RunCalibration>(json, ReportJson.Indented) ?? throw new JsonException("it holds null");
            return Fault(calibration) is { } fault ? throw new JsonException(fault) : calibration;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: not a calibration: {JsonText.Fault(e, "`angioboard evaluate`")}", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"{path}: cannot be read; write it with `angioboard evaluate`", e);
        }
    }

    private static string? Fault(RunCalibration calibration) => calibration switch
    {
        { Temperature: not > 0 } => "its temperature is not above 0",
        { Bias: { } bias } when bias.Count != calibration.Classes.Count => "it does not have one bias per class",
        { Conformal: { } sets } when sets.Quantiles.Count != calibration.Classes.Count => "it does not have one quantile per class",
        _ => null,
    };
}
