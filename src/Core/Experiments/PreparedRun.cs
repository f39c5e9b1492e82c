using Angioboard.Core.Data.Exams;
using Angioboard.Core.Models;
using Angioboard.Core.Settings;
using Angioboard.Core.Training;
using static TorchSharp.torch;

namespace Angioboard.Core.Experiments;

/// <summary>All that a run needs before its first step.</summary>
/// <param name="Settings">Resolved.</param>
/// <param name="Index">The exams of all splits.</param>
/// <param name="Fingerprint">What the result depends on of them.</param>
/// <param name="Data">Those to learn from and select by, with their frames.</param>
/// <param name="Model">The model with the weights to start from, on the device.</param>
/// <param name="Device">Where it computes.</param>
internal sealed record PreparedRun(
    RunSettings Settings, ExamIndex Index, DataFingerprint Fingerprint, TrainingData Data, ViTGru Model, Device Device) : IDisposable
{
    public void Dispose() => Model.Dispose();
}
