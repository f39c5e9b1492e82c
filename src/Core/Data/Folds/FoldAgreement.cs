namespace Angioboard.Core.Data.Folds;

/// <summary>Rules among ready-made fold files.</summary>
internal static class FoldAgreement
{
    /// <summary>Adds what does not agree, each line with its file.</summary>
    public static void Check(IReadOnlyList<FoldFile> files, FoldOptions options, ICollection<string> problems)
    {
        CheckLabels(files, problems);
        CheckTests(files, problems);
        CheckClasses(files, options, problems);
    }

    private static void CheckLabels(IReadOnlyList<FoldFile> files, ICollection<string> problems)
    {
        Dictionary<string, (int? Label, string Path)> first = [];
        foreach (FoldFile file in files)
        {
            foreach (FoldExam exam in file.Exams.DistinctBy(exam => exam.Name))
            {
                if (!first.TryAdd(exam.Name, (exam.Label, file.Path)) && first[exam.Name].Label != exam.Label)
                    problems.Add($"{file.Path}: the exam {exam.Name} has the label {Words(exam.Label)} here but "
                        + $"{Words(first[exam.Name].Label)} in {first[exam.Name].Path}; give it one label");
            }
        }
    }

    private static void CheckTests(IReadOnlyList<FoldFile> files, ICollection<string> problems)
    {
        Dictionary<string, string> exams = [];
        Dictionary<string, (string Exam, string Path)> patients = [];
        foreach (FoldFile file in files)
        {
            HashSet<string> named = [];
            foreach (FoldExam exam in file.Test)
            {
                if (!exams.TryAdd(exam.Name, file.Path))
                {
                    problems.Add($"{file.Path}: the exam {exam.Name} is in the test of {exams[exam.Name]} too; test each exam in one fold");
                    named.Add(exam.Patient);
                }
                else if (patients.TryGetValue(exam.Patient, out (string Exam, string Path) other) && other.Path != file.Path
                    && named.Add(exam.Patient))
                {
                    problems.Add($"{file.Path}: the patient {exam.Patient} ({exam.Name}) is in the test of {other.Path} too "
                        + $"({other.Exam}); test each patient in one fold");
                }
                patients.TryAdd(exam.Patient, (exam.Name, file.Path));
            }
        }
    }

    private static void CheckClasses(IReadOnlyList<FoldFile> files, FoldOptions options, ICollection<string> problems)
    {
        Dictionary<int, string> known = [];
        foreach (FoldFile file in files)
            foreach (int label in file.Exams.Select(exam => exam.Label).OfType<int>()) known.TryAdd(label, file.Path);
        foreach (FoldFile file in files)
        {
            int[] missing = [.. known.Keys.Except(file.Exams.Select(exam => exam.Label).OfType<int>()).Order()];
            if (missing.Length > 0)
                problems.Add($"{file.Path}: has no exam of {options.Words(missing)}, which {known[missing[0]]} has; "
                    + "give all folds the same classes");
        }
    }

    private static string Words(int? label) => label is { } known ? $"{known}" : "null";
}
