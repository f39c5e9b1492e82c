using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Checklists;

/// <summary>The checklists of the report.</summary>
internal static class ChecklistSection
{
    public const string ClaimTable = "claim-2024", TripodTable = "tripod-ai";

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        IReadOnlyList<ChecklistItem> claim = Claim.Of(study), tripod = TripodAi.Of(study);
        yield return new PaperHeading(1, "Checklists");
        yield return new PaperParagraph("Items have the numbers of CLAIM, update of 2024 (Tejani et al., 2024), and of TRIPOD+AI "
            + "(Collins et al., 2024); what they ask is put in short here, and the published checklists count. "
            + $"CLAIM: {Summary(claim)}. TRIPOD+AI: {Summary(tripod)}.");
        yield return Table(ClaimTable, "CLAIM, update of 2024.", claim);
        yield return Table(TripodTable, "TRIPOD+AI.", tripod);
    }

    private static string Summary(IReadOnlyList<ChecklistItem> items) =>
        $"{items.Count(item => item.Status == "filled")} of {items.Count} filled, {items.Count(item => item.Status == "partly")} partly, "
            + $"{items.Count(item => item.Status == "gap")} for the authors to write";

    private static PaperTable Table(string name, string caption, IReadOnlyList<ChecklistItem> items) => new(name, caption,
        [
            PaperColumn.Words("Item", 0.08, "item"), PaperColumn.Words("Asks for", 0.36, "asks_for"),
            PaperColumn.Words("Status", 0.1, "status"), PaperColumn.Words("Where it is, and what is missing", 0.46, "answer"),
        ],
        [
            .. items.Select(item => (PaperCell[])
            [
                PaperCells.Words(item.Number), PaperCells.Words(item.Asks), PaperCells.Words(item.Status), PaperCells.Words(item.Text),
            ]),
        ])
    {
        Long = true,
    };
}
