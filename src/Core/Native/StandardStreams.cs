using System.Runtime.InteropServices;
using System.Text;

namespace Angioboard.Core.Native;

/// <summary>
/// Standard input, output and error of this process. A caller may have closed some of them (<c>2&gt;&amp;-</c>), and what standard error
/// goes to may refuse to be written to: neither is a reason not to work.
/// </summary>
public static partial class StandardStreams
{
    // Of fcntl.h, the same on Linux and macOS.
    private const int GetDescriptorFlags = 1, CloseOnExec = 1;

    private static readonly string[] ToNothing = ["</dev/null", ">/dev/null", "2>/dev/null"];

    /// <summary>
    /// Starts the program once more, as the same process, where the caller closed a stream: the null device takes its place. From then on
    /// writes to standard error fail silently, and those to standard output with its name. To be called before anything else.
    /// </summary>
    /// <param name="results">Whether results go to standard output; else writes to it fail silently too.</param>
    public static void Complete(bool results = true)
    {
        if (!OperatingSystem.IsWindows() && Closed() is { Length: > 0 } closed) StartOnceMore(closed);
        Console.SetOut(new StandardWriter(Console.Out, forgiving: !results));
        Console.SetError(new StandardWriter(Console.Error, forgiving: true));
    }

    // A file takes the lowest number that is free, so by now the runtime has pipes of its own there, which what we print would go into; they
    // cannot be taken from it while it runs. It marks them to be closed on exec, which a stream that a caller gave cannot be.
    private static int[] Closed() => [.. Enumerable.Range(0, 3).Where(stream => Control(stream, GetDescriptorFlags) is -1 or CloseOnExec)];

    private static void StartOnceMore(int[] closed)
    {
        string program = Environment.ProcessPath!;
        string[] arguments = Environment.GetCommandLineArgs();
        // The first is the managed program: the runtime's own launcher wants it, ours is it.
        if (Path.GetFileName(program) != "dotnet") arguments = arguments[1..];
        string shell = $"exec \"$0\" \"$@\" {string.Join(' ', closed.Select(stream => ToNothing[stream]))}";
        _ = Execute("/bin/sh", ["sh", "-c", shell, program, .. arguments, null]);
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);

    // Returns only where it fails; then all stays as it was.
    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);

    private sealed class StandardWriter(TextWriter writer, bool forgiving) : TextWriter
    {
        // Of errno.h: what a terminal answers that was closed. To a pipe whose reader has left the runtime writes silently.
        private const int InputOutputError = 5;

        public override Encoding Encoding => writer.Encoding;

        public override void Write(char value) => Write([value], 0, 1);

        public override void Write(char[] buffer, int index, int count)
        {
            try
            {
                writer.Write(buffer, index, count);
            }
            catch (IOException e) when (!forgiving && e.HResult != InputOutputError)
            {
                throw new IOException($"standard output: cannot be written to: {e.Message}", e);
            }
            catch (IOException)
            {
                // It may go to a file on a disk that is full: what is said there is no reason to end the work.
            }
        }

        public override void Write(string? value) => Write((value ?? "").ToCharArray(), 0, value?.Length ?? 0);

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Flush() => writer.Flush();
    }
}
