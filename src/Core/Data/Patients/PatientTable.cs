using Angioboard.Core.Data.Names;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using CsvHelper;

namespace Angioboard.Core.Data.Patients;

/// <summary>
/// Reads a CSV file of exams and their patients, with the header <c>exam,patient</c>; further columns are ignored. Semicolons and tabs may
/// also separate the columns, as spreadsheets write them in many languages.
/// </summary>
internal static class PatientTable
{
    private const string Exam = "exam", Patient = "patient";
    private const long LargestFile = 100_000_000;

    /// <summary>Each exam's patient, by the exam's name.</summary>
    /// <exception cref="InputException">The file cannot be read or is not such a table; all faulty lines are listed.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        byte[] text = Utf8Text.Require(path, ReadBytes(path)).ToArray();
        Problems problems = new(path);
        CsvReaderOptions options = CsvReaderOptions.Default with
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => problems.Add($"{path}: line {record.LineNumber}: stray quotes; remove them or correct the line"),
        };
        using CsvReader csv = CsvReader.Create(text, options);
        IReadOnlyDictionary<string, string> table = Read(csv, path, problems);
        return problems.Count == 0 ? table : throw new InputException(problems);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return SafeOpen.Bytes(path, OpenRule.Named with { Largest = LargestFile });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException(
                $"{path}: this file of patients does not exist; give the path of a CSV file with the columns exam,patient", e);
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException(SystemFault.Line(path, e, "give the path of a readable CSV file with the columns exam,patient"), e);
        }
    }

    private static Dictionary<string, string> Read(CsvReader csv, string path, Problems problems)
    {
        Dictionary<string, string> table = [], spellings = [];
        csv.ReadHeader();
        bool exams = csv.TryGetFieldIndex(Exam, out int examColumn), patients = csv.TryGetFieldIndex(Patient, out int patientColumn);
        if (!exams || !patients)
        {
            string missing = exams ? $"the column {Patient}" : patients ? $"the column {Exam}" : $"the columns {Exam} and {Patient}";
            problems.Add($"{path}: line 1 does not name {missing}; write {Exam},{Patient} there");
            return table;
        }
        foreach (string name in (string[])[Exam, Patient])
            if (csv.TryGetFieldIndex(name, 1, out _)) problems.Add($"{path}: line 1 names the column {name} twice; keep one");
        while (csv.Read())
        {
            (string exam, string patient) = (ExamName(csv.GetString(examColumn)), csv.GetString(patientColumn));
            string place = $"{path}: line {csv.LineNumber}";
            // Names that differ only in the encoding of accents are one patient.
            if (!spellings.TryAdd(Spelling.Canonical(patient), patient)) patient = spellings[Spelling.Canonical(patient)];
            if (Enumerable.Range(csv.Headers.Count, Math.Max(0, csv.FieldCount - csv.Headers.Count)).Any(i => csv.GetString(i).Length > 0))
                problems.Add($"{place}: there are more values than columns; put values that contain a comma or semicolon in quotes");
            else if (exam.Length == 0 || patient.Length == 0)
                problems.Add($"{place}: the exam or the patient is missing; write both");
            else if (!table.TryAdd(exam, patient) && table[exam] != patient)
                problems.Add($"{place}: the exam {exam} has the patient {patient} here but {table[exam]} further up; keep one");
        }
        return table;
    }

    /// <summary>As in split files: a//b/, ./a/b and a/b are one exam.</summary>
    private static string ExamName(string written) => string.Join('/', written.Split('/').Where(part => part is not ("" or ".")));
}
