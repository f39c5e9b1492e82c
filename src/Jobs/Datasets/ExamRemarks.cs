using Angioboard.Core;
using Angioboard.Jobs.Actors;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Users;
using LiteDB;

namespace Angioboard.Jobs.Datasets;

/// <summary>
/// The remarks on exams. Everybody reads them, researchers write them. None is changed or removed: a later one follows. They stay when
/// their dataset is unregistered, and are there again when one of its name is registered.
/// </summary>
public sealed class ExamRemarks(Database database, DatasetStore datasets, DatasetCatalog catalog, Rights rights, TimeProvider time)
{
    /// <summary>The longest text.</summary>
    public const int LongestText = 2000;

    private const int MostOfExam = 200, MostOfDataset = 50_000;

    private readonly StoredValues<ExamRemark> stored = database.Collection<ExamRemark>("exam_remarks");
    private readonly Lock adding = new();

    /// <summary>All remarks on a dataset's exams, the oldest first.</summary>
    public IReadOnlyList<ExamRemark> Of(string dataset) =>
        [.. stored.All().Where(remark => remark.Dataset == dataset).OrderBy(remark => remark.Time)];

    /// <summary>The remarks on an exam, the oldest first.</summary>
    public IReadOnlyList<ExamRemark> Of(string dataset, string exam) => [.. Of(dataset).Where(remark => remark.Exam == exam)];

    /// <summary>Adds a remark.</summary>
    /// <exception cref="InputException">
    /// There is no such exam, the text is too long, there are too many remarks, or nothing is said that the last one does not say.
    /// </exception>
    public void Add(Actor actor, string dataset, string exam, string text, bool doubtful) => rights.Do(
        actor, Roles.Researcher, AuditActions.ExamRemark, $"{dataset}/{exam}", user =>
        {
            text = VisibleText.Lines(text).Trim();
            if (text.Length > LongestText) throw new InputException($"The comment has {text.Length} characters; {LongestText} at most");
            if (datasets.Find(dataset) is not { } found) throw DatasetRegistration.Unknown(dataset);
            if (catalog.Listing(found).Find(exam) is null) throw new InputException($"{exam}: there is no such exam; reload the page");
            lock (adding)
            {
                // It may have got another name meanwhile.
                if (datasets.Find(dataset) is null) throw DatasetRegistration.Unknown(dataset);
                IReadOnlyList<ExamRemark> all = Of(dataset);
                ExamRemark[] before = [.. all.Where(remark => remark.Exam == exam)];
                if (text.Length == 0 && doubtful == (before is [.., { Doubtful: true }]))
                    throw new InputException("Write a comment, or change whether the label is doubtful");
                if (before.Length >= MostOfExam) throw new InputException($"{exam}: has {before.Length} remarks, which is the most");
                if (all.Count >= MostOfDataset) throw new InputException($"{dataset}: has {all.Count} remarks, which is the most");
                DateTimeOffset now = time.GetUtcNow();
                // Not by dataset and exam: the database takes short keys only.
                stored.Put($"{Guid.CreateVersion7(now)}", new ExamRemark(dataset, exam, text, doubtful, user.Name, now));
            }
        }, doubtful ? "label doubtful" : null);

    /// <summary>Giving the remarks on a dataset's exams to its new name, as one of several writes.</summary>
    internal Action<LiteDatabase> Moving(string from, string to) =>
        stored.Changing(remark => remark.Dataset == from ? remark with { Dataset = to } : remark);
}
