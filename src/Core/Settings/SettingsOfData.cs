using Angioboard.Core.Data.Augmentation;
using Angioboard.Core.Data.Cache;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Data.Patients;

namespace Angioboard.Core.Settings;

/// <summary>The settings of the data stage.</summary>
public static class SettingsOfData
{
    /// <summary>How often and how strongly training frames are varied.</summary>
    public static AugmentationOptions AugmentationOptions(this RunSettings settings) => new()
    {
        HflipProbability = settings.HflipProbability,
        VflipProbability = settings.VflipProbability,
        ScaleProbability = settings.ScaleProbability,
        ScaleMin = settings.ScaleMin,
        ScaleMax = settings.ScaleMax,
        RotationProbability = settings.RotationProbability,
        RotationDegrees = settings.RotationDegrees,
        JitterProbability = settings.JitterProbability,
        JitterBrightness = settings.JitterBrightness,
        JitterContrast = settings.JitterContrast,
    };

    /// <summary>Frame options; the settings must be resolved.</summary>
    public static FrameOptions FrameOptions(this RunSettings settings) =>
        new(settings.Modality, settings.Strip, settings.MaxFrames, settings.MaxFramesSpan, settings.ImageSize!.Value, settings.CacheDtype);

    /// <summary>Options to check a split and its frames; the settings must be resolved.</summary>
    public static ExamIndexOptions IndexOptions(this RunSettings settings, bool requireTrain) => new()
    {
        NumClasses = settings.NumClasses!.Value,
        ClassNames = settings.ClassNames,
        Modality = settings.Modality,
        Strip = settings.Strip,
        Patients = settings.Patients is { } patients ? PatientMap.Parse(patients) : null,
        RequireTrain = requireTrain,
    };
}
