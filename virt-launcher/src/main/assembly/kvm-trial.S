# A whole firmware that goes from reset to 64-bit code and says so: it leaves the emulator with status 33.
# as --64 -o kvm-trial.o kvm-trial.S && objcopy -O binary -j .text kvm-trial.o kvm-trial.bin (64 KiB, the last 16 bytes are the reset vector)
    .code16
    .globl start
start:
    cli
    xor %ax, %ax
    mov %ax, %ds
    mov %ax, %es
    mov $0x1000, %di            # PML4, PDPT and PD at 0x1000, 0x2000, 0x3000
    mov $0x3000, %cx
    cld
    rep stosb
    movl $0x2003, 0x1000
    movl $0x3003, 0x2000
    movl $0x0083, 0x3000        # one page of 2 MiB, mapped to itself
    mov $0x1000, %eax
    mov %eax, %cr3
    mov %cr4, %eax
    or $0x20, %eax              # physical address extension
    mov %eax, %cr4
    mov $0xc0000080, %ecx       # EFER
    rdmsr
    or $0x100, %eax             # long mode
    wrmsr
    lgdtl %cs:(pointer - start)
    mov %cr0, %eax
    or $0x80000001, %eax        # paging and protection
    mov %eax, %cr0
    ljmpl $8, $(0xf0000 + long - start)
    .code64
long:
    mov $0x501, %dx
    mov $0x10, %al
    out %al, %dx
1:  hlt
    jmp 1b
    .balign 8
table:
    .quad 0
    .quad 0x00209a0000000000    # 64-bit code
pointer:
    .word 15
    .long 0xf0000 + table - start
    .org 0xfff0
    .code16
    ljmp $0xf000, $0
    .org 0x10000
