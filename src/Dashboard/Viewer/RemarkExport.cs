using System.Globalization;
using Angioboard.Core;
using Angioboard.Core.Data.Exams;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Limits;
using Angioboard.Jobs.Audit;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Lists;

namespace Angioboard.Dashboard.Viewer;

/// <summary>Serves the remarks on a dataset's exams as CSV, the oldest first.</summary>
internal static class RemarkExport
{
    public static void MapRemarkExport(this IEndpointRouteBuilder app) =>
        app.MapGet("/api/datasets/{name}/remarks.csv", Send).RequireRateLimiting(RequestLimits.Downloads);

    /// <summary>The address of the file.</summary>
    public static string Address(string dataset) => $"api/datasets/{Uri.EscapeDataString(dataset)}/remarks.csv";

    private static IResult Send(
        string name, HttpContext context, DatasetStore datasets, DatasetCatalog catalog, ExamRemarks remarks, AuditLog audit)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        if (datasets.Find(name) is not { } dataset)
            return Results.Text("There is no such dataset.", "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        ExamListing? listing = Listing(dataset, catalog);
        using MemoryStream file = new();
        using CsvText csv = new(file, "\n");
        csv.Texts("exam", "split", "class", "label doubtful", "comment", "user", "time");
        csv.EndRow();
        foreach (ExamRemark remark in remarks.Of(name))
        {
            csv.Texts(Fields(remark, dataset, listing));
            csv.EndRow();
        }
        csv.Flush();
        audit.Write(context.Actor(), AuditActions.RemarkExport, name);
        return Results.File(file.ToArray(), "text/csv; charset=utf-8", $"{name}-remarks.csv");
    }

    private static IEnumerable<string> Fields(ExamRemark remark, Dataset dataset, ExamListing? listing)
    {
        ListedExam? exam = listing?.Find(remark.Exam);
        return
        [
            remark.Exam, exam?.Split ?? "", exam?.Label is { } label && label < dataset.ClassNames.Count ? dataset.ClassNames[label] : "",
            remark.Doubtful ? "yes" : "no", remark.Text, remark.User,
            remark.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ];
    }

    // Remarks outlive the files that they are about.
    private static ExamListing? Listing(Dataset dataset, DatasetCatalog catalog)
    {
        try
        {
            return catalog.Listing(dataset);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
