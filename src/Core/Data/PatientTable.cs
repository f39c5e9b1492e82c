using CsvHelper;

namespace Angioboard.Core.Data;

/// <summary>Reads a CSV file of exams and their patients, with the header <c>exam,patient</c>; further columns are left alone.</summary>
internal static class PatientTable
{
    private const string Exam = "exam", Patient = "patient";

    /// <summary>Each exam's patient, by the exam's name.</summary>
    /// <exception cref="InputException">The file cannot be read, or not as such a table; it names every line that is wrong.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        Problems problems = new(path);
        CsvReaderOptions options = CsvReaderOptions.Default with
        {
            TrimWhitespace = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = record => problems.Add($"{path}: line {record.LineNumber}: stray quotes; remove them or mend the line"),
        };
        try
        {
            using CsvReader csv = CsvReader.FromFile(path, options);
            IReadOnlyDictionary<string, string> table = Read(csv, path, problems);
            return problems.Count == 0 ? table : throw new InputException(problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{path}: the file of patients cannot be read: {e.Message.TrimEnd('.')}; give the path of a CSV file of exam,patient", e);
        }
    }

    private static Dictionary<string, string> Read(CsvReader csv, string path, Problems problems)
    {
        Dictionary<string, string> table = [];
        csv.ReadHeader();
        if (!csv.TryGetFieldIndex(Exam, out int examColumn) || !csv.TryGetFieldIndex(Patient, out int patientColumn))
        {
            problems.Add($"{path}: line 1 does not name the columns {Exam} and {Patient}; write {Exam},{Patient} there");
            return table;
        }
        while (csv.Read())
        {
            (string exam, string patient) = (csv.GetString(examColumn), csv.GetString(patientColumn));
            string place = $"{path}: line {csv.LineNumber}";
            if (exam.Length == 0 || patient.Length == 0)
                problems.Add($"{place}: the exam or the patient is missing; write both");
            else if (!table.TryAdd(exam, patient) && table[exam] != patient)
                problems.Add($"{place}: the exam {exam} has the patient {table[exam]} further up, here {patient}; keep one");
        }
        return table;
    }
}
