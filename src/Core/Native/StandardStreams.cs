using System.Runtime.InteropServices;
using System.Text;

namespace Angioboard.Core.Native;

/// <summary>
/// Standard input, output and error of this process. A caller may have closed some of them (<c>2&gt;&amp;-</c>), and what standard error
/// goes to may refuse writes: neither must stop the work.
/// </summary>
public static partial class StandardStreams
{
    // Of fcntl.h, the same on Linux and macOS.
    private const int GetDescriptorFlags = 1, CloseOnExec = 1;

    private static readonly string[] ToNothing = ["</dev/null", ">/dev/null", "2>/dev/null"];

    /// <summary>
    /// Re-executes the program in the same process if the caller closed a stream, with the null device in its place. From then on
    /// writes to standard error fail silently, and those to standard output with its name. To be called before anything else.
    /// </summary>
    /// <param name="results">Whether results go to standard output; otherwise writes to it fail silently too.</param>
    public static void Complete(bool results = true)
    {
        if (!OperatingSystem.IsWindows() && Closed() is { Length: > 0 } closed) StartOnceMore(closed);
        Console.SetOut(new StandardWriter(Console.Out, forgiving: !results));
        Console.SetError(new StandardWriter(Console.Error, forgiving: true));
    }

    // A new file takes the lowest free descriptor, so the runtime's own pipes may be there by now and would receive our output; they
    // cannot be removed while it runs. They are marked close-on-exec, unlike streams inherited from a caller.
    private static int[] Closed() =>
        [.. Enumerable.Range(0, 3).Where(stream => LibC.Control(stream, GetDescriptorFlags, 0) is -1 or CloseOnExec)];

    private static void StartOnceMore(int[] closed)
    {
        string program = Environment.ProcessPath!;
        string[] arguments = Environment.GetCommandLineArgs();
        // The first argument is the managed program: the dotnet launcher needs it, our own executable does not.
        if (Path.GetFileName(program) != "dotnet") arguments = arguments[1..];
        string shell = $"exec \"$0\" \"$@\" {string.Join(' ', closed.Select(stream => ToNothing[stream]))}";
        _ = Execute("/bin/sh", ["sh", "-c", shell, program, .. arguments, null]);
    }

    // Returns only on failure; then nothing has changed.
    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Execute(string path, string?[] arguments);

    private sealed class StandardWriter(TextWriter writer, bool forgiving) : TextWriter
    {
        // From errno.h: the error of a closed terminal. Writes to a pipe without a reader fail silently in the runtime.
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
                // It may go to a file on a full disk: losing such output must not end the work.
            }
        }

        public override void Write(string? value) => Write((value ?? "").ToCharArray(), 0, value?.Length ?? 0);

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Flush() => writer.Flush();
    }
}
