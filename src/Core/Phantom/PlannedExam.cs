namespace Angioboard.Core.Phantom;

/// <summary>An exam to draw.</summary>
/// <param name="Index">Its place in the study, from 0; the key of its random streams.</param>
/// <param name="Patient">The patient's number.</param>
/// <param name="Eye"><c>L</c> or <c>R</c>.</param>
/// <param name="Class">Its class.</param>
/// <param name="Split"><c>train</c>, <c>validation</c> or <c>test</c>; the same for both eyes of a patient.</param>
internal sealed record PlannedExam(int Index, int Patient, char Eye, Hyperfluorescence Class, string Split)
{
    /// <summary>Frames beyond those that are drawn at random.</summary>
    public int ExtraFrames { get; init; }

    /// <summary>The exam's folder relative to the study's, with slashes: <c>Train/Train/17_L</c>.</summary>
    public string Name => $"{StudyFolder.Frames}/Train/{Patient}_{Eye}";
}
