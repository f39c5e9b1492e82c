using System.Text.Json;

namespace Angioboard.Core.Tests.Data.Folds;

/// <summary>Split files from short lists: <c>17_L 0, 17_R 1</c>.</summary>
internal static class SplitText
{
    public const string Patients = @"(\d+)_[LR]";

    /// <summary>A split file with one frame an exam; a label of <c>?</c> is null.</summary>
    public static string Of(params (string Split, string Exams)[] splits) =>
        JsonSerializer.Serialize(splits.ToDictionary(split => split.Split, split => split.Exams.Split(", ").Select(exam =>
        {
            string[] parts = exam.Split(' ');
            return new object?[] { $"{parts[0]}/1.jpg", parts[1] == "?" ? null : int.Parse(parts[1]) };
        })));

    /// <summary>Exams of both eyes of patients, with classes in turn: <c>0_L 0, 0_R 0, 1_L 1 …</c>.</summary>
    public static string Eyes(int from, int patients, int classes) => string.Join(", ", Enumerable.Range(from, patients)
        .SelectMany(patient => new[] { $"{patient}_L {patient % classes}", $"{patient}_R {patient % classes}" }));
}
