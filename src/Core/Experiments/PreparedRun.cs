using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>Everything a run needs before its first step.</summary>
/// <param name="Settings">Resolved.</param>
/// <param name="Index">The exams of all splits.</param>
/// <param name="Fingerprint">Fingerprint of the data that the result depends on.</param>
/// <param name="Data">The exams for training and model selection, with their frames.</param>
/// <param name="Model">The model with its initial weights, on the device.</param>
/// <param name="Device">The device to compute on.</param>
internal sealed record PreparedRun(
    RunSettings Settings, ExamIndex Index, DataFingerprint Fingerprint, TrainingData Data, ViTGru Model, Device Device) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
