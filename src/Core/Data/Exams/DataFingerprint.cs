using System.Security.Cryptography;
using System.Text.Json;
using Angioboard.Core.Data.Frames;

namespace Angioboard.Core.Data.Exams;

/// <summary>
/// Fingerprint of the data that a result depends on: runs with the same fingerprint used the same exams, labels and frames, prepared in the
/// same way.
/// </summary>
/// <param name="Sha256">
/// 64 lower-case hexadecimal digits over the splits with their exams and labels in order, the classes in order, modality, strip,
/// and each frame's name, size and modification time. The data's location is not included.
/// </param>
/// <param name="Exams">Exams in all splits.</param>
/// <param name="Frames">Frames in all splits.</param>
public sealed record DataFingerprint(string Sha256, int Exams, int Frames)
{
    private const int Version = 1;

    /// <summary>The fingerprint of an index, read with these options.</summary>
    public static DataFingerprint Of(ExamIndex index, ExamIndexOptions options)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text)) Write(json, index, options);
        string hash = Convert.ToHexStringLower(SHA256.HashData(text.GetBuffer().AsSpan(0, (int)text.Length)));
        Exam[] exams = [.. index.Splits.SelectMany(split => split.Exams)];
        return new DataFingerprint(hash, exams.Length, exams.Sum(exam => exam.Frames.Count));
    }

    /// <summary>A text that is equal only for equal data sets: JSON, whose quotes separate names.</summary>
    private static void Write(Utf8JsonWriter json, ExamIndex index, ExamIndexOptions options)
    {
        json.WriteStartArray();
        json.WriteNumberValue(Version);
        json.WriteStringValue(options.Modality.ToString());
        json.WriteNumberValue(options.Strip);
        json.WriteStartArray();
        for (int label = 0; label < options.NumClasses; label++) json.WriteStringValue(options.ClassName(label));
        json.WriteEndArray();
        foreach (DataSplit split in index.Splits)
        {
            json.WriteStartArray();
            json.WriteStringValue(split.Name);
            foreach (Exam exam in split.Exams) Write(json, exam, index);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Exam exam, ExamIndex index)
    {
        json.WriteStartArray();
        json.WriteStringValue(exam.Name);
        if (exam.Label is { } label) json.WriteNumberValue(label);
        else json.WriteNullValue();
        foreach (FrameFile frame in exam.Frames.Select(path => index.Frames[path]))
        {
            json.WriteStringValue(Path.GetFileName(frame.Path));
            json.WriteNumberValue(frame.Bytes);
            json.WriteNumberValue(frame.ModifiedUtc.Ticks);
        }
        json.WriteEndArray();
    }
}
