using Angioboard.Dashboard.Tests.Datasets;
using Angioboard.Dashboard.Viewer;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Users;
using Bunit;
using Microsoft.Extensions.DependencyInjection;

namespace Angioboard.Dashboard.Tests.Viewer;

/// <summary>What the viewer renders; what it does in a browser is tested end to end.</summary>
public sealed class ExamViewerTests
{
    [Fact]
    public async Task The_viewer_has_all_frames_and_keeps_whole_ones_from_viewers()
    {
        DatasetsContext researcher = new(), viewer = new(Roles.Viewer);
        await researcher.RegisterAsync();
        await viewer.RegisterAsync();

        IRenderedComponent<ExamViewer> shown = Viewer(researcher), plain = Viewer(viewer);

        Assert.Equal(
            Enumerable.Range(0, 3).Select(frame => $"api/datasets/eyes/exams/b_R/frames/{frame}?thumbnail=true"),
            shown.FindAll(".viewer-thumbnail img").Select(image => image.GetAttribute("src")));
        Assert.Equal("3", shown.Find("input[type=range][aria-label=Frame]").GetAttribute("max"));
        Assert.Equal("Class <b>well</b> · Split train · 3 frames", shown.Find(".viewer-facts").TextContent);
        Assert.Contains("Full frame", shown.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Full frame", plain.Markup, StringComparison.Ordinal);
        await researcher.EndAsync();
        await viewer.EndAsync();
    }

    [Fact]
    public async Task An_exam_whose_frames_are_gone_says_so()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        Directory.Delete(Path.Combine(context.Study, "b_R"), recursive: true);

        IRenderedComponent<ExamViewer> shown = context.Render<ExamViewer>(p => p.Add(v => v.Dataset, "eyes").Add(v => v.Exam, "b_R"));

        shown.WaitForAssertion(() => Assert.Contains("its folder is gone or empty", shown.Markup, StringComparison.Ordinal));
        await context.EndAsync();
    }

    [Fact]
    public async Task The_patients_other_eye_is_offered_and_what_cannot_stand_beside_is_left_out()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        context.Datasets.Put(context.Datasets.Find("eyes")! with { Patients = "(?<patient>[cd]|_)" });
        ExamFrameSource frames = context.Services.GetRequiredService<ExamFrameSource>();
        ViewedExams researchers = new(frames, "eyes", null, mayWhole: true), viewers = new(frames, "eyes", null, mayWhole: false);

        ViewedExam alone = researchers.Find("b_R", "nothing such"), two = researchers.Find("b_R", "a_L");
        ViewedExam halves = researchers.Find("b_R", "other-half");

        Assert.Equal(["other-half", "a_L"], alone.Choices.Select(choice => choice.Value));
        Assert.Equal((1, null), (alone.Panes.Count, alone.Beside));
        Assert.Equal(["b_R, class <b>well</b>", "a_L, class sick"], two.Panes.Select(pane => pane.Title));
        Assert.Equal(["FA", "ICGA"], halves.Panes.Select(pane => pane.Title));
        Assert.Equal(["", "?half=ICGA"], halves.Panes.Select(pane => pane.Query));
        Assert.Single(viewers.Find("b_R", "other-half").Panes);
        Assert.Equal("_", viewers.Find("b_R", null).Facts!.Patient);
        await context.EndAsync();
    }

    [Fact]
    public async Task A_patients_name_from_a_table_is_not_for_viewers()
    {
        DatasetsContext context = new();
        await context.RegisterAsync();
        string table = Path.Combine(context.Study, "patients.csv");
        File.WriteAllText(table, "exam,patient\na_L,Ann Other\nb_R,Ann Other\nc_R,c\nd_L,d\n");
        context.Datasets.Put(context.Datasets.Find("eyes")! with { Patients = table });
        ExamFrameSource frames = context.Services.GetRequiredService<ExamFrameSource>();

        ViewedExam researchers = new ViewedExams(frames, "eyes", null, mayWhole: true).Find("b_R", null);
        ViewedExam viewers = new ViewedExams(frames, "eyes", null, mayWhole: false).Find("b_R", null);

        Assert.Equal(("Ann Other", null), (researchers.Facts!.Patient, viewers.Facts!.Patient));
        Assert.Equal(["a_L"], viewers.Facts.OfPatient);
        await context.EndAsync();
    }

    private static IRenderedComponent<ExamViewer> Viewer(DatasetsContext context)
    {
        IRenderedComponent<ExamViewer> shown = context.Render<ExamViewer>(p => p.Add(v => v.Dataset, "eyes").Add(v => v.Exam, "b_R"));
        shown.WaitForAssertion(() => Assert.NotEmpty(shown.FindAll(".viewer-thumbnail")));
        return shown;
    }
}
